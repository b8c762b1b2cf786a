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
# # Compare coverage · Comparer les couvertures
#
# **Question.** Which claims do the outlets share, what does only one of them report, and how does each frame what
# they share?
# **You will see** the claims by outlet, pairs side by side with their shared and left-over words, who is credited
# and how sure it sounds, and what found no counterpart.
#
# **Question.** Quelles affirmations les médias partagent-ils, qu'est-ce qu'un seul rapporte, et comment chacun
# cadre-t-il ce qu'ils partagent ?
# **Vous verrez** les affirmations par média, les paires côte à côte avec les mots communs et ceux qui restent, à
# qui l'information est attribuée et avec quelle certitude, et ce qui n'a pas d'équivalent.

# %% tags=["parameters"]
coverage_path = "../data/coverage"

# %%
import pandas as pd

import sinorus_lib as sl

comparison = sl.compare(sl.read_coverage(coverage_path))
comparison

# %% [markdown]
# ## 1 · Who reports what · Qui rapporte quoi
#
# One row is one claim that at least two outlets make. An empty cell means *no counterpart found*, which is not yet
# *not reported*: section 5 shows the nearest ones.
#
# Une ligne est une affirmation que font au moins deux médias. Une case vide signifie *aucun équivalent trouvé*,
# pas encore *non rapporté*.

# %%
comparison.coverage_chart()

# %% [markdown]
# ## 2 · Every candidate pair · Toutes les paires examinées
#
# Right: the sentences as wholes are alike. Up: their words overlap beyond what is usual between the two articles.
# À droite : les phrases se ressemblent globalement. En haut : leurs mots se recoupent plus que d'ordinaire.

# %%
comparison.pair_map()

# %% [markdown]
# ## 3 · Read the pairs · Lire les paires
#
# Matched words carry the same number on both sides; what is left over is where framing shows. In a live notebook
# the controls choose outlets and a probability.
#
# Les mots appariés portent le même numéro des deux côtés ; ce qui reste révèle le cadrage.

# %%
comparison.inspect()

# %% [markdown]
# Why is the first pair a pair? From an average pair to this one, what each feature adds.
# Pourquoi la première paire en est-elle une ? Ce qu'apporte chaque indice.

# %%
best = comparison.pairs.head(1).squeeze()
comparison.explain(best.claim_a, best.claim_b)

# %% [markdown]
# ## 4 · How each frames it · Comment chacun le cadre
#
# Every claim is measured: who is credited, how sure it sounds, who acts, how it is named, which words are loaded …
# Each value points at characters in an article (`comparison.framing`: `start`, `end`, `cue`). How often each class
# occurs, by outlet:
#
# Chaque affirmation est mesurée : à qui on l'attribue, avec quelle certitude, qui agit, quels mots sont chargés…
# Chaque valeur renvoie à des caractères d'un article. La fréquence des classes, par média :

# %%
framing = comparison.framing.drop_duplicates(["claim_id", "measure"]).merge(comparison.claims[["claim_id", "outlet"]])
shown = framing[framing["measure"].isin(["attribution", "certainty", "polarity", "agency"])]
pd.crosstab([shown["measure"], shown["label"]], shown["outlet"])

# %% [markdown]
# A French measure and an English one are two instruments. `null_percentile` says where the difference of a pair lies
# among those of true translations, which say the same in both languages: from .025 to .975 translation alone can make
# it. Here are the differences beyond, the most unusual first.
#
# Une mesure française et une mesure anglaise sont deux instruments. `null_percentile` situe l'écart d'une paire parmi
# ceux de vraies traductions : de 0,025 à 0,975, la traduction seule peut le produire. Voici les écarts qui dépassent.

# %%
beyond = comparison.divergence[sl.beyond_translation(comparison.divergence)]
columns = ["measure", "label_a", "label_b", "value_a", "value_b", "null_percentile"]
beyond = beyond[beyond["measure"] != "emphasis"]
beyond = beyond.assign(unusual=(beyond["null_percentile"] - 0.5).abs()).sort_values("unusual", ascending=False)
beyond[columns].round(3).head(12)

# %% [markdown]
# Two outlets, on the claims they share, in words; a sample that is too small is refused.
# Deux médias, sur ce qu'ils partagent, en mots ; un échantillon trop petit est refusé.

# %%
pd.set_option("display.max_colwidth", 250)
outlets = comparison.outlets.sort_values(["pairs", "q"], ascending=[False, True])
outlets.drop_duplicates(["outlet_a", "outlet_b"])[["outlet_a", "outlet_b", "measure", "pairs", "finding"]]

# %% [markdown]
# What shared claims leave over, by outlet: the words that nothing on the other side answers.
# Ce que les affirmations partagées laissent sans réponse, par média.

# %%
comparison.residual_words().groupby("outlet").head(6)[["outlet", "word", "claims", "weight"]].round(2)

# %% [markdown]
# ## 5 · Only one side · Un seul côté
#
# Claims with no pair, and for the first of them the best candidates that were rejected, with their scores.
# Les affirmations sans paire, et pour la première les meilleurs candidats écartés, avec leurs scores.

# %%
alone = comparison.unmatched()
alone[["outlet", "language", "text"]]

# %%
comparison.nearest(alone["claim_id"].iloc[0])

# %% [markdown]
# ## 6 · Take it with you · Emporter le résultat
#
# `comparison.to_html("comparison.html")` writes one offline file; `comparison.save("run")` writes every frame as
# Parquet, and `sl.load("run")` reads them back.
