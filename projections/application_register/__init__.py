"""受理台账: what is each application's state and money, now?"""
