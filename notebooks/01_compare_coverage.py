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
# they share?\
# **You will see** the inspector, with every pair side by side and the evidence for it, and four charts: who reports
# what, how far framing differs, where the pairs lie, and when the articles appeared.
#
# **Question.** Quelles affirmations les médias partagent-ils, qu’est-ce qu’un seul rapporte, et comment chacun
# cadre-t-il ce qu’ils partagent ?\
# **Vous verrez** l’inspecteur, avec chaque paire côte à côte et ses preuves, et quatre graphiques : qui rapporte
# quoi, combien les cadrages diffèrent, où se situent les paires, et quand les articles ont paru.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"
annotations = "../data/annotations"

# %%
import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
comparison = sl.compare(sl.read_coverage(coverage_path, settings=settings), settings=settings)

# %% [markdown]
# ## 1 · The inspector · L’inspecteur
#
# Choose a pair in the list. Matched words carry the same number on both sides; what is left over is where framing
# shows. The other views answer why it is a pair, what only one side reports, and which claims several outlets share.
# In a live notebook decisions go to `annotations`, a file a coder; in an exported page they stay in the browser.
#
# Choisissez une paire dans la liste. Les mots appariés portent le même numéro des deux côtés ; ce qui reste révèle le
# cadrage. Les autres vues disent pourquoi c’est une paire, ce qu’un seul côté rapporte, et quelles affirmations
# plusieurs médias partagent. Dans un carnet actif, les décisions vont dans `annotations`, un fichier par codeur ;
# dans une page exportée, elles restent dans le navigateur.

# %%
comparison.inspect(annotations=annotations)

# %% [markdown]
# ## 2 · Who reports what · Qui rapporte quoi
#
# One row is one claim that at least two outlets make. An empty cell means *no counterpart found*, which is not yet
# *not reported*: [05](05_only_one_side.ipynb) shows the nearest ones.
#
# Une ligne est une affirmation que font au moins deux médias. Une case vide signifie *aucun équivalent trouvé*, pas
# encore *non rapporté* : [05](05_only_one_side.ipynb) montre les plus proches.

# %%
comparison.coverage_chart()

# %% [markdown]
# ## 3 · How each frames it · Comment chacun le cadre
#
# A mark is the difference of one pair on one measure or, where two outlets share enough claims, their mean with its
# interval. The grey bands are what translation alone makes; what is filled lies outside and asks to be read. How to
# read a measure: [04](04_compare_framing.ipynb).
#
# Un point est l’écart d’une paire sur une mesure ou, si deux médias partagent assez d’affirmations, leur moyenne et
# son intervalle. Les bandes grises sont ce que produit la traduction seule ; un point plein est au-delà et demande à
# être lu. Comment lire une mesure : [04](04_compare_framing.ipynb).

# %%
comparison.divergence_chart()

# %% [markdown]
# ## 4 · Every candidate · Toutes les paires examinées
#
# Right: the sentences as wholes are alike. Up: their words overlap beyond what is usual between the two articles.
#
# À droite : les phrases se ressemblent globalement. En haut : leurs mots se recoupent plus que d’ordinaire.

# %%
comparison.pair_map()

# %% [markdown]
# ## 5 · When · Quand
#
# The articles by date, as far as it is known, and the share of each one’s claims that found a counterpart.
#
# Les articles par date, si elle est connue, et la part des affirmations de chacun qui ont trouvé un équivalent.

# %%
comparison.timeline()

# %% [markdown]
# ## 6 · Only one side · Un seul côté
#
# How many claims of each outlet found a counterpart, and how many did not.
#
# Combien d’affirmations de chaque média ont trouvé un équivalent, et combien n’en ont pas.

# %%
compared = comparison.claims[comparison.claims["kind"] != "subheading"]
found = pd.DataFrame({"claims": compared["outlet"].value_counts()})
found = found.assign(unmatched=comparison.unmatched()["outlet"].value_counts()).fillna(0).astype(int)
found.assign(matched=found["claims"] - found["unmatched"]).rename_axis(None)

# %% [markdown]
# ## 7 · Take it with you · Emporter le résultat
#
# `comparison.to_html("comparison.html")` writes all of this as one file that works offline, without Python:
# [07](07_share_and_reuse.ipynb).
#
# `comparison.to_html("comparison.html")` écrit tout cela dans un seul fichier, lisible hors ligne et sans Python :
# [07](07_share_and_reuse.ipynb).
