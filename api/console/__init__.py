"""管理台: templates, styles and words of the pages."""
