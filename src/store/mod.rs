//! What the page keeps between visits, in the browser's database.
