"""个人享受记录: which subsidies did a person receive, and which limits are used by what?"""
