"""公示: what is or was on public notice, until when?"""
