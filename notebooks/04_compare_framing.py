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
# # Compare framing · Comparer les cadrages
#
# **Question.** How does each outlet frame what both report, and which differences are more than translation?\
# **You will see** the differences beyond translation, pair by pair; what each outlet’s claims differ in, in words or
# as a refusal; the words left over; and the measures that say nothing across languages.
#
# **Question.** Comment chaque média cadre-t-il ce que les deux rapportent, et lesquels de ces écarts dépassent la
# traduction ?\
# **Vous verrez** les écarts qui dépassent la traduction, paire par paire ; ce en quoi les médias diffèrent, en mots
# ou sous forme de refus ; les mots qui restent ; et les mesures qui ne disent rien d’une langue à l’autre.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %%
from operator import attrgetter

import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.3f}".format)
settings = sl.Settings(interface=interface)
comparison = sl.compare(sl.read_coverage(coverage_path, settings=settings), settings=settings)

# %% [markdown]
# ## 1 · Against translation · Face à la traduction
#
# A French measure and an English one are two instruments. So every difference across languages is set among those
# that the same measure gives on 3,003 professional translations, which say the same in both languages.
# **`null_percentile`** says where it lies there: .5 in the middle; from .025 to .975 translation alone can make it;
# below or above, the pair asks to be read. It is empty within a language, where both sides are measured by one
# instrument.
#
# Une mesure française et une mesure anglaise sont deux instruments. Tout écart entre langues est donc situé parmi
# ceux que la même mesure donne sur 3 003 traductions professionnelles, qui disent la même chose dans les deux
# langues. **`null_percentile`** dit où il s’y trouve : 0,5 au milieu ; de 0,025 à 0,975, la traduction seule peut le
# produire ; en deçà ou au-delà, la paire demande à être lue. Il est vide au sein d’une langue, où un seul instrument
# mesure les deux côtés.

# %%
comparison.divergence_chart()

# %% [markdown]
# The differences beyond translation, the most unusual first. Where a claim stands in its article (`emphasis`) is left
# out: translations keep their place, so nearly every difference lies outside.
#
# Les écarts qui dépassent la traduction, les plus inhabituels d’abord. La place d’une affirmation dans l’article
# (`emphasis`) est omise : les traductions gardent leur place, presque tout écart est donc au-delà.

# %%
text = comparison.claims.set_index("claim_id")["text"]
beyond = comparison.divergence[sl.beyond_translation(comparison.divergence)]
beyond = beyond[beyond["measure"] != "emphasis"].assign(a=beyond["claim_a"].map(text), b=beyond["claim_b"].map(text))
beyond = beyond.assign(unusual=(beyond["null_percentile"] - 0.5).abs()).sort_values("unusual", ascending=False)
beyond.set_index("measure")[["null_percentile", "label_a", "a", "label_b", "b"]].rename_axis(None).head(8)

# %% [markdown]
# A flag is a question. Of the first ten such differences between five real articles, six were right when read.
#
# Un signal est une question. Des dix premiers écarts de ce genre entre cinq articles réels, six étaient justes à la
# lecture.
#
# ## 2 · How one measure is read · Lire une mesure
#
# Certainty runs from 0 (speculative) to 1 (asserted). The values point at words in the articles: `comparison.framing`
# has `start`, `end` and `cue`. Here are the pairs that differ most, and their cues.
#
# La certitude va de 0 (spéculatif) à 1 (affirmé). Les valeurs renvoient à des mots des articles :
# `comparison.framing` donne `start`, `end` et `cue`. Voici les paires qui diffèrent le plus, et leurs indices.

# %%
certainty = comparison.divergence[comparison.divergence["measure"] == "certainty"]
certainty = certainty.merge(comparison.pairs[["claim_a", "claim_b", "outlet_a", "outlet_b"]])
certainty = certainty.sort_values("difference", key=abs, ascending=False)
shown = certainty[["outlet_a", "label_a", "outlet_b", "label_b", "difference", "null_percentile"]].head(8)
shown = shown.astype({"null_percentile": object}).fillna({"null_percentile": "same language"})
shown.set_index("outlet_a").rename_axis(None)

# %%
cues = comparison.framing[
    (comparison.framing["measure"] == "certainty") & (comparison.framing["label"] != "asserted")
]
cues = cues[cues["claim_id"].isin(certainty[["claim_a", "claim_b"]].head(4).to_numpy().ravel())]
cues = cues.merge(comparison.claims[["claim_id", "outlet", "text"]])
cues.groupby(["outlet", "text", "label"])["cue"].agg(" … ".join).reset_index().set_index("outlet").rename_axis(None)

# %% [markdown]
# ## 3 · Measures that say nothing · Mesures muettes
#
# A measure is worth something across languages only if it tells unrelated sentences from translations. *told* is the
# share of unrelated sentences, of those that differ at all, that lie beyond what translation makes. Below .10 a
# difference across languages says nothing, and is reported so. Here are the weakest.
#
# Une mesure ne vaut d’une langue à l’autre que si elle distingue des phrases sans rapport de traductions. *told* est
# la part des phrases sans rapport, parmi celles qui diffèrent, qui vont au-delà de ce que produit la traduction. Sous
# 0,10, un écart entre langues ne dit rien, et c’est ainsi qu’il est rendu. Voici les plus faibles.

# %%
null = pd.Series(comparison.translation_null.measures)
null = null[~null.index.str.contains(":")]
told = pd.DataFrame({"told": null.map(attrgetter("told")), "says something": null.map(attrgetter("says_something"))})
told.sort_values("told").head(8)

# %% [markdown]
# ## 4 · Two outlets, in words · Deux médias, en mots
#
# On the claims that two outlets share: a mean difference, an interval by bootstrap over articles, a permutation test,
# and Benjamini-Hochberg over all rows (`q`). `finding` says it in a sentence, which is a refusal where the sample is
# too small. A finding needs at least six shared claims.
#
# Sur les affirmations que deux médias partagent : un écart moyen, un intervalle par bootstrap sur les articles, un
# test par permutation, et Benjamini-Hochberg sur toutes les lignes (`q`). `finding` le dit en une phrase, qui est un
# refus si l’échantillon est trop petit. Un constat demande au moins six affirmations partagées.

# %%
outlets = comparison.outlets.sort_values(["q", "pairs"], ascending=[True, False], na_position="last")
outlets.drop_duplicates(["outlet_a", "outlet_b"]).set_index("outlet_a")[["outlet_b", "pairs", "finding"]].rename_axis(
    None
).head(12)

# %% [markdown]
# **Pooled, and therefore apart.** Over all claims, shared or not, outlets also differ in *what* they report. It is
# another question, and has a table of its own; each outlet needs at least three articles.
#
# **Tout confondu, et donc à part.** Sur toutes leurs affirmations, partagées ou non, les médias diffèrent aussi par
# *ce* qu’ils rapportent. C’est une autre question, dans un tableau à part ; chaque média doit avoir au moins trois
# articles.

# %%
pooled = comparison.pooled.sort_values("q", na_position="last").drop_duplicates(["outlet_a", "outlet_b"])
pooled.set_index("outlet_a")[["outlet_b", "claims_a", "claims_b", "finding"]].rename_axis(None).head(4)

# %% [markdown]
# ## 5 · Words left over · Mots qui restent
#
# What shared claims leave over, by outlet: words that nothing on the other side answers, the heaviest first.
# `comparison.residual_words()` has their weights, and a claim with each.
#
# Ce que les affirmations partagées laissent sans réponse, par média : les mots que rien n’équilibre en face, les plus
# lourds d’abord. `comparison.residual_words()` donne leurs poids, et pour chacun une affirmation.

# %%
words = comparison.residual_words().groupby("outlet").head(12)
words.groupby("outlet")["word"].agg(" · ".join).rename("words left over").to_frame().rename_axis(None)

# %% [markdown]
# Next · Ensuite : [05 · Only one side · Un seul côté](05_only_one_side.ipynb).
