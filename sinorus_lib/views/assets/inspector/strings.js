/* The words of the interface, and how each language writes numbers and dates. */

const WRITING = {
  en: { decimal: ".", thousands: ",", percent: "%", singular: [1] },
  fr: { decimal: ",", thousands: "\u202f", percent: "\u202f%", singular: [0, 1] },
};

/** Returns what a dotted path leads to, or undefined. */
function lookUp(table, path) {
  return path.split(".").reduce(
    (found, part) => (found && Object.hasOwn(found, part) ? found[part] : undefined), table);
}

/** Rounds, halves to the even neighbour. */
function roundEven(x) {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}

/** Makes the wording of one language: t(path, values), form(path, count), and how numbers are written. */
function makeWords(strings, language) {
  const writing = WRITING[language] || WRITING.en;

  function filled(wording, values) {
    return String(wording).replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? values[name] : all));
  }

  /** The wording of a path, filled in; one that is missing shows its path. */
  function t(path, values = {}) {
    const found = lookUp(strings, path);
    return filled(found === undefined ? path : found, values);
  }

  /** The wording of a name that comes from data; one that is not listed speaks for itself. */
  function named(table, name) {
    const own = lookUp(strings, table);
    return own && Object.hasOwn(own, name) ? String(own[name]) : String(name).replace(/_/g, " ");
  }

  function whole(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, writing.thousands);
  }

  /** The form of a wording that goes with a count, filled in with {count} and other values. */
  function form(path, count, values = {}) {
    const kind = writing.singular.includes(count) ? "one" : "other";
    return t(`${path}.${kind}`, { count: whole(count), ...values });
  }

  /** A count and its noun, e.g. "2 pairs"; the noun is one of the table "counts". */
  function counted(name, count) {
    return `${whole(count)} ${form(`counts.${name}`, count)}`;
  }

  function number(value, places = 2) {
    if (value === null || value === undefined || Number.isNaN(value)) { return ""; }
    return value.toFixed(places).replace("-", "\u2212").replace(".", writing.decimal);
  }

  function signed(value, places = 2) {
    return (value >= 0 ? "+" : "") + number(value, places);
  }

  /** A share as a percentage; never 100 for what is not certain, nor 0 for what is not excluded. */
  function percent(value) {
    if (value === null || value === undefined || Number.isNaN(value)) { return ""; }
    const shown = roundEven(100 * value);
    if (shown >= 100 && value < 1) { return `>\u202f99${writing.percent}`; }
    if (shown <= 0 && value > 0) { return `<\u202f1${writing.percent}`; }
    return `${shown}${writing.percent}`;
  }

  function date(value) {
    return value ? String(value).slice(0, 10) : t("unknown_date");
  }

  return { language, t, named, form, counted, whole, number, signed, percent, date };
}
