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
# **Question.** Several outlets, in French and in English, report the same events. What do they share, what does only
# one of them report, and how does each frame it? Which notebook answers which part of that?\
# **You will see** the sample, what it has in common at a glance, and the way to your own articles.
#
# **Question.** Plusieurs médias, en français et en anglais, couvrent les mêmes événements. Qu’ont-ils en commun,
# qu’est-ce qu’un seul rapporte, et comment chacun le cadre-t-il ? Quel carnet répond à quoi ?\
# **Vous verrez** l’échantillon, ce qu’il partage en un coup d’œil, et comment lire vos propres articles.

# %% [markdown]
# - **[01 · Compare coverage](01_compare_coverage.ipynb)** Everything in one place: the pairs, who reports what, how.
#   · Tout au même endroit : les paires, qui rapporte quoi, et comment.
# - **[02 · Read coverage](02_read_coverage.ipynb)** What was read, and what was cut from it? · Qu’a-t-on lu, et qu’en
#   a-t-on retiré ?
# - **[03 · Align claims](03_align_claims.ipynb)** Which claims are the same, and why? · Quelles affirmations sont les
#   mêmes, et pourquoi ?
# - **[04 · Compare framing](04_compare_framing.ipynb)** Which differences are more than translation? · Quels écarts
#   dépassent la traduction ?
# - **[05 · Only one side](05_only_one_side.ipynb)** What does only one outlet report? · Qu’est-ce qu’un seul média
#   rapporte ?
# - **[06 · Adjudicate](06_adjudicate.ipynb)** What do readers say, and how good is the machine? · Que disent les
#   lecteurs, et que vaut la machine ?
# - **[07 · Share and reuse](07_share_and_reuse.ipynb)** How do I send it, keep it, carry on elsewhere? · Comment
#   l’envoyer, la garder, continuer ailleurs ?
# - **[08 · Larger collections](08_larger_collections.ipynb)** What does it cost, and what is reused? · Combien cela
#   coûte-t-il, et qu’est-ce qui ressert ?

# %% [markdown]
# ## 1 · The idea · L’idée
#
# Each sentence is a claim, or several where it asserts several things. Two claims of different outlets that probably
# say the same are a **pair**, across languages too. What both sides of a pair **share** is the fact; what is **left
# over** on each side is the framing: who is credited, how sure it sounds, who acts, which words are loaded. A
# difference counts only where it exceeds what mere translation makes. sinorus shows the evidence; the conclusion is
# yours.
#
# Chaque phrase est une affirmation, ou plusieurs si elle affirme plusieurs choses. Deux affirmations de médias
# différents qui disent probablement la même chose forment une **paire**, d’une langue à l’autre aussi. Ce que les
# deux côtés **partagent** est le fait ; ce qui **reste** de chaque côté est le cadrage : à qui l’information est
# attribuée, avec quelle certitude, qui agit, quels mots sont chargés. Un écart ne compte que s’il dépasse ce que
# produit la simple traduction. sinorus montre les preuves ; la conclusion vous appartient.

# %% [markdown]
# ## 2 · Your articles · Vos articles
#
# Change `coverage_path` to a folder, a file or a glob of `.txt`, `.md`, `.html`, `.jsonl`, `.csv` or `.parquet`, and
# run all cells. A table `coverage.csv` beside the files, with a column `file` and any of `outlet`, `language`,
# `title`, `published`, `url`, says what is known of each; what is not known stays *unknown*. `interface` is the
# language of labels and findings.
#
# Remplacez `coverage_path` par un dossier, un fichier ou un motif de fichiers `.txt`, `.md`, `.html`, `.jsonl`,
# `.csv` ou `.parquet`, et exécutez toutes les cellules. Un tableau `coverage.csv` à côté des fichiers, avec une
# colonne `file` et, au choix, `outlet`, `language`, `title`, `published`, `url`, dit ce que l’on sait de chacun ; ce
# que l’on ignore reste *inconnu*. `interface` est la langue des libellés et des constats : `"fr"` pour le français.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %% [markdown]
# The sample is five digests, in our own words, of articles on reports that Russia had asked China for military aid.
#
# L’échantillon : cinq résumés, rédigés avec nos propres mots, d’articles sur l’aide militaire que la Russie aurait
# demandée à la Chine.

# %%
import sinorus_lib as sl

settings = sl.Settings(interface=interface)
coverage = sl.read_coverage(coverage_path, settings=settings)
coverage

# %% [markdown]
# ## 3 · What they share · Ce qu’ils ont en commun
#
# One call does all stages; progress bars show where it is. The result holds plain pandas DataFrames, and
# `data/README.md` says what each column means.
#
# Un seul appel enchaîne toutes les étapes ; des barres en montrent l’avancement. Le résultat contient de simples
# DataFrames pandas, et `data/README.md` explique chaque colonne.

# %%
comparison = sl.compare(coverage, settings=settings)
comparison

# %% [markdown]
# **Read the pairs.** The probability is an invitation to look, not a verdict; a claim without a pair is *not found*,
# which is not yet *not reported*. Next: [01 · Compare coverage](01_compare_coverage.ipynb).
#
# **Lisez les paires.** La probabilité invite à regarder, elle ne tranche pas ; une affirmation sans paire n’est *pas
# trouvée*, ce qui n’est pas encore *non rapportée*. Ensuite : [01 · Comparer](01_compare_coverage.ipynb).
