"""A backup: one file that holds a journal as it was at one moment.

It is a ZIP with nothing packed in it: any system opens one without Between, each part can be read by itself, and one
that was cut off is known at once, since its list of parts comes last. (A tar has no such list.)
"""
