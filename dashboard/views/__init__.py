"""The pages of the dashboard; each module has one function ``show``.

Not called `pages`: Streamlit runs each file of a folder of that name as a page by itself.
"""
