(arg, dom) => {
  // Where the frame `arg.el` lies on the page: what the script that runs inside it needs to know.
  dom.place(arg.place);
  return dom.placeOf(arg.el);
}
