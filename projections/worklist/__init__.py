"""待办: what is to be done next, by whom, by when?"""
