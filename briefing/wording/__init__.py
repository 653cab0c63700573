"""What words say, read by rules: dates, quantities, names, quotations, stances, cues; and how many tokens they are.

Pure functions over strings; offsets are Python characters of the string they are given.
The rules are general: no list here names a person, a place, a state or a body. They are
made for English; what holds for other languages too says so where it stands.
"""
