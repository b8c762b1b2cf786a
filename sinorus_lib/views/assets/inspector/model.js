/* The view model, with accessors: a claim is an index, a pair is an index. */

const SHOWN_KIND = 0;
const CONTRAST = 7;

/** Returns an address if it may be linked to, that is if it is http or https with a host. */
function webAddress(url) {
  if (!url) { return null; }
  try {
    const found = new URL(url);
    return /^https?:$/.test(found.protocol) && found.host ? found.href : null;
  } catch {
    return null;
  }
}

/** Returns a number that depends on nothing but the text (FNV-1a). */
function hashed(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/** Cuts a flat array into rows of a width. */
function rowsOf(flat, width) {
  const rows = [];
  for (let i = 0; i < flat.length; i += width) { rows.push(flat.slice(i, i + width)); }
  return rows;
}

/** Returns the measures on which a pair differs beyond translation, the place in the article left out. */
function beyondOf(flat, measures) {
  const found = [];
  for (let i = 0; i < flat.length; i += CONTRAST) {
    if (flat[i + 1] === SHOWN_KIND && measures[flat[i]].about !== "place") { found.push(flat[i]); }
  }
  return found;
}

/** Reads a view model. Its arrays stay as they are; what is added are accessors. */
function readModel(json) {
  const { articles, claims, ids, measures, outlets, pairs } = json;
  const outletOf = Int32Array.from(claims, (claim) => articles[claim[0]].outlet);
  const beyond = pairs.contrasts.map((flat) => beyondOf(flat, measures));
  const folded = new Array(claims.length);
  const foldedTitles = new Array(articles.length);

  function article(claim) { return articles[claims[claim][0]]; }

  function text(claim) {
    const [place, start, end] = claims[claim];
    return articles[place].text.slice(start, end);
  }

  /** Everything about one claim that a view shows. */
  function claim(index) {
    const [place, start, end, position, kind] = claims[index];
    const own = articles[place];
    return {
      index, article: place, start, end, position, kind, text: own.text.slice(start, end), id: ids[index],
      outlet: outlets[own.outlet], language: own.language, title: own.title, date: own.date, url: webAddress(own.url),
      notes: own.notes,
    };
  }

  /** The paragraph around a claim, as what comes before it and what comes after. */
  function paragraph(index) {
    const [place, start, end] = claims[index];
    const whole = articles[place].text;
    const first = start > 0 ? whole.lastIndexOf("\n", start - 1) + 1 : 0;
    const last = whole.indexOf("\n", end);
    return [whole.slice(first, start), whole.slice(end, last < 0 ? whole.length : last)];
  }

  /** The contrasts of a pair as objects; their kind is 0 shown, 1 translation, 2 silent, 3 unset, 4 no difference. */
  function contrasts(pair) {
    return rowsOf(pairs.contrasts[pair], CONTRAST).map(([measure, kind, percentile, a, b, classA, classB]) => (
      { measure, kind, percentile, values: [a, b], classes: [classA, classB] }));
  }

  function foldedText(index) {
    if (folded[index] === undefined) { folded[index] = fold(text(index)); }
    return folded[index];
  }

  /** Folds the texts while nothing else is to do, so that the first search need not. */
  function foldAhead(next = 0) {
    globalThis.requestIdleCallback?.((idle) => {
      let index = next;
      while (index < claims.length && idle.timeRemaining() > 1) {
        foldedText(index);
        index += 1;
      }
      if (index < claims.length) { foldAhead(index); }
    });
  }

  function foldedTitle(place) {
    if (foldedTitles[place] === undefined) { foldedTitles[place] = fold(articles[place].title || ""); }
    return foldedTitles[place];
  }

  /** The cues of a claim: [measure, start, end] each, relative to the claim. */
  function cues(index) { return rowsOf(json.cues[index] || [], 3); }

  /** Whether the two sides are in different languages. */
  function across(pair) { return article(pairs.a[pair]).language !== article(pairs.b[pair]).language; }

  return {
    ...json,
    size: pairs.a.length,
    keptSize: pairs.kept.reduce((sum, kept) => sum + kept, 0),
    beyond,
    outletOf,
    article, text, claim, paragraph, contrasts, cues, across, foldedText, foldedTitle, foldAhead,
    /** The two claims of a pair, as indexes. */
    sides: (pair) => [pairs.a[pair], pairs.b[pair]],
    /** The index of the outlet of one side of a pair. */
    outletA: (pair) => outletOf[pairs.a[pair]],
    outletB: (pair) => outletOf[pairs.b[pair]],
    /** The index of the event that both sides report, -1 if it has no name. */
    event: (pair) => Math.max(article(pairs.a[pair]).event, article(pairs.b[pair]).event),
    /** A number for a pair that depends on its claims alone: an order that gives nothing away. */
    hash: (pair) => hashed(`${ids[pairs.a[pair]]} ${ids[pairs.b[pair]]}`),
  };
}
