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
# # Larger collections · Grandes collections
#
# **Question.** What does a comparison cost in time and memory, what is reused the second time, and how do I work with
# results that are too large to look at?\
# **You will see** what grows with what, how a collection is cut into events, a second run beside the first, the
# settings that matter, how much memory each frame takes, and saved results queried without loading them.
#
# **Question.** Que coûte une comparaison en temps et en mémoire, qu’est-ce qui ressert la deuxième fois, et comment
# travailler sur des résultats trop grands pour être parcourus ?\
# **Vous verrez** ce qui croît avec quoi, comment une collection se découpe en événements, une deuxième exécution à côté
# de la première, les réglages qui comptent, la mémoire que prend chaque tableau, et des résultats enregistrés
# interrogés sans être chargés.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
collection_path = "../data/events"
interface = "en"

# %%
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
import pyarrow.dataset as ds

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
coverage = sl.read_coverage(coverage_path, settings=settings)
started = perf_counter()
comparison = sl.compare(coverage, settings=settings)
first = perf_counter() - started

# %% [markdown]
# ## 1 · What grows with what · Ce qui croît avec quoi
#
# Reading, embedding and measuring grow with the number of claims. Candidates grow with the number of **pairs of
# articles** of different outlets that report the same event: each claim proposes its 20 nearest in each other article.
# Twice the articles on one event are about four times the candidates; twice the events are twice.
#
# Lecture, vecteurs et mesures croissent avec le nombre d’affirmations. Les candidates croissent avec le nombre de
# **paires d’articles** de médias différents qui rapportent le même événement : chaque affirmation propose ses 20 plus
# proches dans chaque autre article. Deux fois plus d’articles sur un événement font environ quatre fois plus de
# candidates ; deux fois plus d’événements, deux fois plus.

# %%
articles = comparison.articles[["article_id", "outlet"]]
across = articles.merge(articles, how="cross", suffixes=("_a", "_b"))
article_pairs = int((across["outlet_a"] != across["outlet_b"]).sum() / 2)
counts = {
    "articles": len(articles),
    "pairs of articles": article_pairs,
    "claims": len(comparison.claims),
    "candidates": len(comparison.candidates),
    "candidates a pair of articles": round(len(comparison.candidates) / max(1, article_pairs)),
    "pairs": len(comparison.pairs),
}
pd.DataFrame({"count": counts})

# %% [markdown]
# ## 2 · Events · Événements
#
# A collection of months is not one comparison. From 20 articles on (`event_articles`), articles are clustered into
# events by date (`event_days`), by whom they name and by what they say (`event_similarity`), and only articles of one
# event are compared; `comparison.events()` lists them. Here are the first of an invented collection, with what the
# articles of each name together.
#
# Une collection de plusieurs mois n’est pas une seule comparaison. À partir de 20 articles (`event_articles`), les
# articles sont regroupés en événements d’après la date (`event_days`), qui ils nomment et ce qu’ils disent
# (`event_similarity`), et seuls les articles d’un même événement sont comparés ; `comparison.events()` les énumère.
# Voici les premiers d’une collection inventée, avec ce que leurs articles nomment ensemble.

# %%
months = sl.read_coverage(f"{collection_path}/held-out/*/*.md", settings=settings)
claims = sl.split_claims(months, settings=settings)
events = sl.find_events(months.articles, claims, sl.embed(claims, settings=settings), settings=settings)
dated = months.articles[["article_id", "outlet", "language", "published"]].merge(events, on="article_id")
dated = dated.sort_values(["event", "published"]).set_index("event").drop(columns="article_id").rename_axis(None)
dated.assign(similarity=dated["similarity"].map("{:.2f}".format).replace("nan", "alone · seul")).head(8)

# %% [markdown]
# They are found by a machine: read them. `sl.write_events(events, months.articles, "events.csv")` (or in a terminal
# `sinorus events FOLDER --to events.csv`) writes them as a table; change names in its column `event`, and
# `months.with_events(sl.read_events("events.csv"))` obeys: what you named is never moved or merged.
#
# C’est une machine qui les a trouvés : relisez-les. `sl.write_events(events, months.articles, "events.csv")` (ou dans
# un terminal `sinorus events DOSSIER --to events.csv`) les écrit en tableau ; changez les noms de sa colonne `event`,
# et `months.with_events(sl.read_events("events.csv"))` obéit : ce que vous avez nommé n’est ni déplacé ni fusionné.

# %%
pd.DataFrame({"count": {"articles": len(events), "events": events["event"].nunique()}})

# %% [markdown]
# ## 3 · The second time · La deuxième fois
#
# Sentence vectors are kept in the user’s cache by text, model and version, so that a changed threshold, a new article
# or another folder never embeds the same sentence twice. Word vectors, parsing and measures are worked out anew. The
# models are loaded once a session. `with_probability` scores nothing again.
#
# Les vecteurs de phrases sont gardés dans le cache de l’utilisateur, par texte, modèle et version : un seuil changé,
# un article de plus ou un autre dossier n’encode jamais deux fois la même phrase. Vecteurs de mots, analyse
# syntaxique et mesures sont refaits. Les modèles sont chargés une fois par session. `with_probability` ne recalcule
# aucun score.

# %%
started = perf_counter()
sl.compare(coverage, settings=settings)
second = perf_counter() - started
started = perf_counter()
comparison.with_probability(0.5)
threshold = perf_counter() - started
seconds = {"first comparison of this session": first, "the same again": second, "another threshold": threshold}
pd.DataFrame({"seconds": seconds}).round(1)

# %% [markdown]
# These are seconds on whatever ran this notebook. `make bench` measures each stage: `benchmarks/README.md`.
#
# Ce sont les secondes de la machine qui a exécuté ce carnet. `make bench` mesure chaque étape :
# `benchmarks/README.md`.
#
# ## 4 · Settings that matter · Les réglages qui comptent
#
# - `copies="each"`: wire copy counts as often as it is printed. · Une dépêche compte autant de fois qu’elle est
#   imprimée.
# - `candidates` (20): fewer make a smaller table and may miss pairs. · Moins de candidates font un tableau plus petit
#   et peuvent manquer des paires.
# - `unit="sentence"`: no sentence is cut into clauses; fewer claims. · Aucune phrase n’est découpée ; moins
#   d’affirmations.
# - `encoder="use-m3"`: proposes candidates about ten times faster, less well; the words are still compared with
#   e5-small. · Propose les candidates environ dix fois plus vite, moins bien ; les mots restent comparés avec
#   e5-small.
# - `batch_size` (32): how many sentences are encoded at a time; fewer need less memory. · Combien de phrases sont
#   encodées à la fois ; moins demande moins de mémoire.
# - `cache_dir`: a folder on a fast disk, or one that several people share. · Un dossier sur un disque rapide, ou
#   partagé.

# %%
fewer = sl.compare(coverage, settings=settings.with_(candidates=5))
keys = ["claim_a", "claim_b"]
kept = comparison.pairs.set_index(keys).index
sizes = {"candidates": [len(comparison.candidates), len(fewer.candidates)], "pairs": [len(kept), len(fewer.pairs)]}
sizes["of the pairs above"] = [len(kept), int(kept.isin(fewer.pairs.set_index(keys).index).sum())]
pd.DataFrame(sizes, index=["candidates=20", "candidates=5"])

# %% [markdown]
# ## 5 · Memory · Mémoire
#
# What each frame takes. Candidates are the largest; everything else grows with the claims and pairs.
#
# Ce que prend chaque tableau. Celui des candidates est le plus grand ; les autres croissent avec les affirmations et
# les paires.

# %%
frames = pd.Series(
    {
        "articles": comparison.articles,
        "claims": comparison.claims,
        "candidates": comparison.candidates,
        "pairs": comparison.pairs,
        "words": comparison.words,
        "framing": comparison.framing,
        "divergence": comparison.divergence,
    }
)
memory = frames.map(methodcaller("memory_usage", deep=True)).map(methodcaller("sum"))
pd.DataFrame({"rows": frames.map(len), "megabytes": memory / 1e6}).sort_values("megabytes", ascending=False)

# %% [markdown]
# ## 6 · Ask the files · Interroger les fichiers
#
# A saved comparison is a folder of Parquet files. They can be filtered while they are read: only the columns and rows
# that are asked for reach memory.
#
# Une comparaison enregistrée est un dossier de fichiers Parquet. On peut les filtrer à la lecture : seules les
# colonnes et les lignes demandées arrivent en mémoire.

# %%
temporary = TemporaryDirectory()
run = comparison.save(Path(temporary.name) / "run")
candidates = ds.dataset(run / "candidates.parquet")
wanted = (ds.field("probability") > 0.2) & (ds.field("language_a") != ds.field("language_b"))
columns = ["outlet_a", "outlet_b", "similarity", "overlap", "probability"]
found = candidates.to_table(columns=columns, filter=wanted).to_pandas().sort_values("probability", ascending=False)
pd.DataFrame({"rows": {"in the file": candidates.count_rows(), "read": len(found)}})

# %%
found.set_index("outlet_a").rename_axis(None).head(5)

# %% [markdown]
# With pandas alone, the classes of one measure over all claims.
#
# Avec pandas seul, les classes d’une mesure sur toutes les affirmations.

# %%
conditions = [("measure", "==", "certainty"), ("label", "in", ["speculative", "reported"])]
doubted = pd.read_parquet(run / "framing.parquet", columns=["claim_id", "label", "cue"], filters=conditions)
outlets = pd.read_parquet(run / "claims.parquet", columns=["claim_id", "outlet"])
doubted = doubted.drop_duplicates(["claim_id", "label"]).merge(outlets)
pd.crosstab(doubted["outlet"], doubted["label"]).rename_axis(index=None)

# %% [markdown]
# Several saved events are asked at once by a list of files: `ds.dataset(["run-1/pairs.parquet",
# "run-2/pairs.parquet"])`. Claim ids are the same on any machine, so runs can be joined.
#
# Plusieurs événements enregistrés s’interrogent ensemble par une liste de fichiers. Les identifiants sont les mêmes
# sur toute machine, les exécutions peuvent donc être jointes.

# %%
temporary.cleanup()

# %% [markdown]
# Back to the beginning · Retour au début : [00 · Start here · Par où commencer](00_start_here.ipynb).
