// The figures above the map, and the tolls that are no part of them. All of it is text.

/** Return an element with a class and, as text, its content. */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function figure({ name, value, note }) {
  return element(
    "div",
    "figure",
    element("dt", "", name),
    element("dd", "value", value),
    ...(note ? [element("dd", "note", note)] : []),
  );
}

function toll({ count, where, explained }) {
  return element(
    "li",
    "",
    element("strong", "", count),
    element("span", "", where),
    element("span", "explained", explained),
  );
}

export default function mount({ data, parentElement }) {
  const parts = [element("dl", "row", ...data.figures.map(figure))];
  if (data.tolls.length > 0) {
    parts.push(
      element(
        "section",
        "tolls",
        element("h3", "", "Tolls, not added to the figures"),
        element("ul", "", ...data.tolls.map(toll)),
        ...(data.more_tolls ? [element("p", "note", data.more_tolls)] : []),
      ),
    );
  }
  parentElement.querySelector(".figures").replaceChildren(...parts);
}
