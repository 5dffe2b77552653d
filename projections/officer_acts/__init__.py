"""经办留痕: who did what, and who stood by whose work?"""
