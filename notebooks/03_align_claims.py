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
# # Align claims · Apparier les affirmations
#
# **Question.** Which claims of different outlets are the same, how sure is that, and what does it rest on?\
# **You will see** the pairs, how many there would be at another threshold, why one pair is a pair and a near one is
# not, and what each component of the probability adds.
#
# **Question.** Quelles affirmations de médias différents sont les mêmes, avec quelle certitude, et sur quoi cela
# repose-t-il ?\
# **Vous verrez** les paires, combien il y en aurait à un autre seuil, pourquoi une paire en est une et pas sa
# voisine, et ce qu’apporte chaque composante de la probabilité.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %%
from operator import attrgetter

import pandas as pd

import sinorus_lib as sl
from sinorus_lib.alignment import select_pairs

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
comparison = sl.compare(sl.read_coverage(coverage_path, settings=settings), settings=settings)

# %% [markdown]
# ## 1 · The pairs · Les paires
#
# Most probable first. The probability was calibrated on coverage of other events: of the pairs given .8, about eight
# in ten are the same claim there. Your events may be harder; [06](06_adjudicate.ipynb) shows how to find out.
#
# Les plus probables d’abord. La probabilité a été calibrée sur la couverture d’autres événements : des paires à 0,8,
# environ huit sur dix y sont la même affirmation. Vos événements peuvent être plus difficiles ;
# [06](06_adjudicate.ipynb) montre comment le savoir.

# %%
text = comparison.claims.set_index("claim_id")["text"]
pairs = comparison.pairs.assign(a=comparison.pairs["claim_a"].map(text), b=comparison.pairs["claim_b"].map(text))
pairs.set_index("relation")[["probability", "outlet_a", "a", "outlet_b", "b"]].rename_axis(None).head(10)

# %% [markdown]
# **Relation.** *Equivalent*: probably the same claim (from .5). *Related*: about the same, not surely the same claim.
# *Conflicting*: about the same, but one denies it, gives another number, another actor or another time; `reason` says
# which, in words.
#
# **Relation.** *Equivalent* : probablement la même affirmation (à partir de 0,5). *Related* : à peu près le même
# objet, pas sûrement la même affirmation. *Conflicting* : le même objet, mais l’une le nie, donne un autre nombre, un
# autre acteur ou un autre moment ; `reason` dit lequel, en mots.

# %%
across = (comparison.pairs["language_a"] != comparison.pairs["language_b"]).map(
    {True: "fr-en", False: "same language"}
)
pd.crosstab(across, comparison.pairs["relation"], margins=True).rename_axis(index=None)

# %% [markdown]
# ## 2 · Another threshold · Un autre seuil
#
# `min_probability` decides what is kept; nothing is scored again. Low thresholds find more and err more. The column
# *none* counts pairs that are too improbable for any relation.
#
# `min_probability` décide de ce qui est gardé ; rien n’est recalculé. Un seuil bas trouve davantage et se trompe
# davantage. La colonne *none* compte les paires trop improbables pour une relation.

# %%
levels = pd.Series([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9])
kept = levels.map(comparison.with_probability).map(attrgetter("pairs")).set_axis(levels)
at_each_level = pd.concat(kept.to_dict(), names=["min_probability"]).reset_index("min_probability")
pd.crosstab(at_each_level["min_probability"], at_each_level["relation"].fillna("none"), margins=True).iloc[:-1]

# %% [markdown]
# **Mutual best.** A pair is kept only if each claim is the other’s best in that pair of outlets: one claim, one
# counterpart. Without it, the same claim may stand in several pairs.
#
# **Meilleures l’une pour l’autre.** Une paire n’est gardée que si chaque affirmation est la meilleure de l’autre
# entre ces deux médias : une affirmation, un équivalent. Sans cela, la même peut figurer dans plusieurs paires.

# %%
mutual = comparison.with_probability(0.1).pairs
every = select_pairs(comparison.candidates, settings.with_(min_probability=0.1, mutual_best=False))
pd.DataFrame({"pairs from .1": {"mutual best": len(mutual), "every one": len(every)}})

# %% [markdown]
# ## 3 · Why this is a pair · Pourquoi c’est une paire
#
# Words joined by their numbers, words left over, and the path from an average pair to this one, feature by feature.
#
# Les mots joints par leurs numéros, ceux qui restent, et le chemin d’une paire moyenne à celle-ci, indice par indice.

# %%
best = comparison.pairs[comparison.pairs["language_a"] != comparison.pairs["language_b"]].head(1).squeeze()
comparison.explain(best["claim_a"], best["claim_b"])

# %% [markdown]
# And the best candidate that was **rejected** between two languages: near, yet no pair. Do you agree?
#
# Et la meilleure candidate **écartée** entre deux langues : proche, mais pas une paire. Êtes-vous d’accord ?

# %%
pair_keys = ["claim_a", "claim_b"]
rejected = comparison.candidates[comparison.candidates["language_a"] != comparison.candidates["language_b"]]
rejected = rejected[~rejected.set_index(pair_keys).index.isin(comparison.pairs.set_index(pair_keys).index)]
near = rejected.sort_values("probability").tail(1).squeeze()
comparison.explain(near["claim_a"], near["claim_b"])

# %% [markdown]
# ## 4 · What each component adds · Ce qu’apporte chaque composante
#
# *weight*: log odds that a standard deviation of the feature adds. *log_odds_pairs*, *log_odds_rejected*: what it
# adds on average to pairs and to rejected candidates; the further apart, the more it tells them apart. *pairs_lost*,
# *pairs_gained*: what would change here if it were the same everywhere.
#
# *weight* : log des chances qu’ajoute un écart-type de l’indice. *log_odds_pairs*, *log_odds_rejected* : ce qu’il
# ajoute en moyenne aux paires et aux candidates écartées ; plus les deux s’éloignent, mieux il les distingue.
# *pairs_lost*, *pairs_gained* : ce qui changerait ici s’il était partout le même.

# %%
comparison.components().set_index("feature").rename_axis(None)

# %% [markdown]
# - `overlap`: the words of both match, rare words most, beyond what is usual between the two articles. · Les mots
#   s’apparient, les rares surtout, plus qu’il n’est d’usage entre les deux articles.
# - `neighbour_overlap`: the claims around them match, too. · Leurs voisines s’apparient aussi.
# - `passage_similarity`: the passages around them are alike. · Les passages alentour se ressemblent.
# - `shorter_length`: the shorter one is long enough to say something. · La plus courte est assez longue pour dire
#   quelque chose.
# - `shared_quantities`: they give the same numbers. · Elles donnent les mêmes nombres.
#
# Which of this helps on labelled coverage is measured with `make eval`: `data/gold/README.md`.
#
# Ce qui aide sur des données étiquetées est mesuré par `make eval` : `data/gold/README.md`.
#
# Next · Ensuite : [04 · Compare framing · Comparer les cadrages](04_compare_framing.ipynb).
