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
# Attribution (who is said to have said it) and certainty (from asserted as fact to speculative), by outlet, over
# all its claims. Every label points at characters in an article: `comparison.framing` has `start`, `end`, `cue`.
#
# L'attribution (à qui l'on prête le propos) et la certitude (du fait affirmé à la spéculation), par média.

# %%
framing = comparison.framing.drop_duplicates(["claim_id", "measure"]).merge(comparison.claims[["claim_id", "outlet"]])
framing.groupby(["measure", "label", "outlet"]).size().unstack(fill_value=0)

# %% [markdown]
# Mean difference between two outlets over the claims they share (`pairs`), first outlet minus second. Intervals and
# tests stand in `comparison.outlets`; they stay empty below six shared claims, where they would say nothing, and no
# difference is yet compared with what translation alone would produce. So read these as questions, not as findings.
#
# Écart moyen entre deux médias sur ce qu'ils partagent (`pairs`), le premier moins le second. En dessous de six
# affirmations communes, rien ne permet de conclure : ce sont des questions, pas des résultats.

# %%
between = ["outlet_a", "outlet_b", "pairs"]
comparison.outlets.pivot_table(index=between, columns="measure", values="difference").round(2)

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
