# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Only one side · Un seul côté
#
# **Question.** What does only one outlet report, and is it really missing elsewhere?\
# **You will see** how many claims of each outlet have no counterpart, which of them have something near on the other
# side, and which have nothing near at all.
#
# **Question.** Qu’est-ce qu’un seul média rapporte, et cela manque-t-il vraiment ailleurs ?\
# **Vous verrez** combien d’affirmations de chaque média n’ont pas d’équivalent, lesquelles ont une voisine en face,
# et lesquelles n’en ont aucune.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %%
import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
comparison = sl.compare(sl.read_coverage(coverage_path, settings=settings), settings=settings)

# %% [markdown]
# ## 1 · Not found is not the same as not reported · Pas trouvé ne veut pas dire non rapporté
#
# A claim is *unmatched* if no candidate of another outlet was probable enough. On labelled coverage of other events,
# four in ten of the pairs that are there were found; on this sample, fewer than two in ten. So most unmatched claims
# say little by themselves: **an omission is a finding only after reading the nearest candidates.**
#
# Une affirmation est *sans équivalent* si aucune candidate d’un autre média n’était assez probable. Sur d’autres
# événements étiquetés, quatre paires existantes sur dix ont été trouvées ; sur cet échantillon, moins de deux sur
# dix. La plupart des affirmations sans équivalent disent donc peu par elles-mêmes : **une omission n’est un constat
# qu’après lecture des candidates les plus proches.**

# %%
alone = comparison.unmatched()
compared = comparison.claims[comparison.claims["kind"] != "subheading"]
counted = pd.DataFrame({"claims": compared["outlet"].value_counts(), "unmatched": alone["outlet"].value_counts()})
counted = counted.fillna(0).astype(int)
counted.assign(share=counted["unmatched"] / counted["claims"]).rename_axis(None)

# %% [markdown]
# ## 2 · Nearly found · Presque trouvées
#
# For every unmatched claim, its best rejected candidate. At the top stand those that may well be reported elsewhere:
# read both sides, and decide them in the inspector.
#
# Pour chaque affirmation sans équivalent, sa meilleure candidate écartée. En haut, celles qui pourraient bien être
# rapportées ailleurs : lisez les deux côtés, et tranchez dans l’inspecteur.

# %%
scores = comparison.candidates[["claim_a", "claim_b", "probability"]]
sides = pd.concat(
    [
        scores.set_axis(["claim_id", "other", "probability"], axis=1),
        scores.set_axis(["other", "claim_id", "probability"], axis=1),
    ]
)
best = sides.sort_values("probability", ascending=False).drop_duplicates("claim_id")
facts = comparison.claims.set_index("claim_id")[["outlet", "text"]]
nearest = alone[["claim_id", "outlet", "text"]].merge(best).join(facts.add_prefix("nearest_"), on="other")
nearest = nearest.sort_values("probability", ascending=False)
shown = nearest.assign(both=nearest[["claim_id", "other"]].agg(frozenset, axis=1)).drop_duplicates("both").head(8)
shown.set_index("outlet")[["text", "probability", "nearest_outlet", "nearest_text"]].rename_axis(None)

# %% [markdown]
# ## 3 · Nothing near · Rien de proche
#
# At the other end: claims whose best candidate is improbable. Here an omission is most likely; still, the other
# outlets may have reported it in an article that is not in the folder.
#
# À l’autre bout : les affirmations dont la meilleure candidate est improbable. C’est ici qu’une omission est la plus
# vraisemblable ; les autres médias ont pu la rapporter dans un article qui n’est pas dans le dossier.

# %%
far = nearest.sort_values("probability").groupby("outlet").head(3).sort_values(["outlet", "probability"])
far.set_index("outlet")[["text", "probability"]].rename_axis(None)

# %% [markdown]
# ## 4 · One claim in full · Une affirmation en détail
#
# `comparison.nearest(claim_id)` lists the best candidates with their scores; `kept` says whether it became a pair,
# and `comparison.explain()` why not. Here for the unmatched claim with the nearest candidate.
#
# `comparison.nearest(claim_id)` liste les meilleures candidates et leurs scores ; `kept` dit si elle est devenue une
# paire, et `comparison.explain()` pourquoi non. Ici pour l’affirmation sans équivalent dont une candidate est la plus
# proche.

# %%
first = nearest.head(1).squeeze()
candidates = comparison.nearest(first["claim_id"])
candidates.set_index("outlet")[["text", "overlap", "probability", "kept"]].rename_axis(None)

# %%
comparison.explain(first["claim_id"], first["other"])

# %% [markdown]
# ## 5 · By outlet · Par média
#
# `comparison.unmatched(outlet="…")` gives those of one outlet, in the order of its articles. Here: of the first
# outlet. `comparison.unmatched(outlet="…")` donne celles d’un média, dans l’ordre de ses articles. Ici : du premier.

# %%
outlet = comparison.articles["outlet"].iloc[0]
comparison.unmatched(outlet=outlet).set_index("outlet")[["text"]].rename_axis(None).head(12)

# %% [markdown]
# Next · Ensuite : [06 · Adjudicate · Trancher](06_adjudicate.ipynb).
