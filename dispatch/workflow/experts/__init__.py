"""专家管理: from 报名 to 退出, every change as an entry with author and reason; what holds today is read from the entries.

`state.py` folds entries into what holds on a day; every other file is one act. See docs/experts.md.
"""
