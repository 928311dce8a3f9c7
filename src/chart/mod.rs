//! Drawing functions generic over the plotters backend: canvas in the page, SVG in tests.
