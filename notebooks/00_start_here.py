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
# # Start here · Par où commencer
#
# **Question.** Several outlets, in French and in English, report the same events. What was read, and what do
# they share?
# **You will see** the articles, what was cut from them as page furniture, and how many claims they have in common.
#
# **Question.** Plusieurs médias, en français et en anglais, couvrent les mêmes événements. Qu'a-t-on lu, et
# qu'ont-ils en commun ?
# **Vous verrez** les articles, ce qui en a été retiré comme habillage de page, et combien d'affirmations ils
# partagent.
#
# The sample is five digests, in our own words, of articles on reports that Russia had asked China for military
# aid. Name another folder below to read your own articles: `.txt`, `.md`, `.html`, `.jsonl`, `.csv`, `.parquet`.

# %% tags=["parameters"]
coverage_path = "../data/coverage"

# %% [markdown]
# ## 1 · What was read · Ce qui a été lu
#
# An outlet or a date that is not known stays *unknown*; nothing is guessed.
# Un média ou une date inconnus restent *inconnus* ; rien n'est deviné.

# %%
import sinorus_lib as sl

coverage = sl.read_coverage(coverage_path)
coverage

# %% [markdown]
# Everything that was cut, and by which rule. A rule that cuts too much is switched off by its name:
# `sl.Settings(keep_furniture=["read_also"])`.
#
# Tout ce qui a été retiré, et par quelle règle. Une règle trop sévère se désactive par son nom.

# %%
coverage.removed[["rule", "text"]]

# %% [markdown]
# ## 2 · What they share · Ce qu'ils ont en commun
#
# Each sentence is a claim, or several where it asserts several things. A pair is two claims of different outlets
# that probably say the same, or contradict each other; the probability was calibrated on coverage of other events,
# labelled by hand.
#
# Chaque phrase est une affirmation, ou plusieurs si elle affirme plusieurs choses. Une paire réunit deux
# affirmations de médias différents qui disent probablement la même chose, ou se contredisent.

# %%
comparison = sl.compare(coverage)
comparison

# %% [markdown]
# ## 3 · Where to go next · Et ensuite
#
# - `01_compare_coverage.ipynb`: read the pairs side by side, see the words they share and what is left over.
#   Lire les paires côte à côte, voir les mots partagés et ce qui reste.
# - `comparison.to_html("comparison.html")`: one file to send to a colleague; it works offline, without Python.
#   Un seul fichier à envoyer, lisible hors ligne et sans Python.
# - `comparison.pairs`, `comparison.claims`, `comparison.framing`: plain pandas DataFrames; `data/README.md`
#   says what each column means.
