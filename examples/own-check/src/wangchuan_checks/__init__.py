"""House rules of Wangchuan town's sites, as a package that a11y finds by itself."""
