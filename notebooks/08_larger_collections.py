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
# **Question.** How do I compare months of coverage: what does it cost, what is reused the second time, and how do I ask
# results that do not fit into memory, or let several machines do the work?\
# **You will see** what grows with what; a comparison written to a folder in pieces, once, again, and with an article
# more; the events it is cut into; questions in SQL; one event opened to be read; the same work done by a cluster; the
# settings that matter; what takes memory and disk.
#
# **Question.** Comment comparer des mois de couverture : qu’est-ce que cela coûte, qu’est-ce qui ressert la deuxième
# fois, et comment interroger des résultats qui ne tiennent pas en mémoire, ou confier le travail à plusieurs
# machines ?\
# **Vous verrez** ce qui croît avec quoi ; une comparaison écrite par morceaux dans un dossier, une première fois, une
# deuxième, et avec un article de plus ; les événements en lesquels elle se découpe ; des questions en SQL ; un
# événement ouvert pour être lu ; le même travail fait par une grappe de machines ; les réglages qui comptent ; ce qui
# prend de la mémoire et du disque.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
collection_path = "../data/events"
interface = "en"

# %%
from logging import CRITICAL
from operator import attrgetter, methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
from distributed import Client, LocalCluster

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
coverage = sl.read_coverage(coverage_path, settings=settings)
comparison = sl.compare(coverage, settings=settings)

# %% [markdown]
# ## 1 · What grows with what · Ce qui croît avec quoi
#
# Reading, vectors and measures grow with the number of claims. Candidates grow with the number of **pairs of articles**
# of different outlets that report the same event: each claim proposes its 20 nearest in each other article. Twice the
# articles on one event are about four times the candidates; twice the events are twice.
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
# Between which outlets they lie · Entre quels médias elles se trouvent:

# %%
candidates = comparison.candidates
pd.crosstab(candidates["outlet_a"], candidates["outlet_b"]).rename_axis(index=None)

# %% [markdown]
# ## 2 · In pieces, to a folder · Par morceaux, dans un dossier
#
# `sl.compare(..., to="run/")` works in pieces: some articles are read at a time, then the articles of one event are
# compared at a time, as if there were no others. What each piece gives is written to the folder at once, and found
# again by what it was made of. So the same call goes on where it was stopped, does nothing the second time, and works on
# what is new alone when an article comes in. Without `to` the pieces are kept in the user’s cache in the same way.
#
# `sl.compare(..., to="run/")` travaille par morceaux : quelques articles sont lus à la fois, puis les articles d’un
# seul événement sont comparés à la fois, comme s’il n’y en avait pas d’autres. Ce que donne chaque morceau est aussitôt
# écrit dans le dossier, et retrouvé d’après ce dont il est fait. Le même appel reprend donc où il s’était arrêté, ne
# fait rien la deuxième fois, et ne travaille que sur ce qui est nouveau quand un article arrive. Sans `to`, les
# morceaux sont gardés de la même façon dans le cache de l’utilisateur.

# %%
months = sl.read_coverage(f"{collection_path}/held-out/*/*.md", settings=settings)
earlier = months.articles.drop(index=months.articles["published"].idxmax())
temporary = TemporaryDirectory()
folder = Path(temporary.name) / "run"

started = perf_counter()
sl.compare(earlier, settings=settings, to=folder)
first = perf_counter() - started

started = perf_counter()
sl.compare(earlier, settings=settings, to=folder)
again = perf_counter() - started

started = perf_counter()
run = sl.compare(months, settings=settings, to=folder)
added = perf_counter() - started

sizes = [len(earlier), len(earlier), len(months.articles)]
runs = ["an empty folder · un dossier vide", "the same again · la même", "one article more · un article de plus"]
pd.DataFrame({"articles": sizes, "seconds": [first, again, added]}, index=runs)

# %% [markdown]
# These are seconds on whatever ran this notebook, and whatever else it was doing. `make bench` measures at length:
# `benchmarks/README.md`. Where somebody watches, a bar a stage says how far it has come.
#
# Ce sont les secondes de la machine qui a exécuté ce carnet, quoi qu’elle fît d’autre. `make bench` mesure plus
# longuement : `benchmarks/README.md`. Là où quelqu’un regarde, une barre par étape dit où l’on en est.
#
# `sl.open_run("run/")` opens the folder another day; in a terminal, `sinorus compare FOLDER --to run/` writes it.
#
# `sl.open_run("run/")` ouvre le dossier un autre jour ; dans un terminal, `sinorus compare DOSSIER --to run/` l’écrit.

# %%
run = sl.open_run(folder)
totals = """
    select (select count(*) from articles) as articles, (select count(*) from claims) as claims,
           (select count(*) from candidates) as candidates, (select count(*) from pairs) as pairs
"""
run.query(totals).T.set_axis(["count"], axis=1)

# %% [markdown]
# ## 3 · Events · Événements
#
# A collection of months is not one comparison. From 20 articles on (`event_articles`), articles are clustered into
# events by date (`event_days`), by whom they name and by what they say (`event_similarity`), and only articles of one
# event are compared. Here they are, of an invented collection.
#
# Une collection de plusieurs mois n’est pas une seule comparaison. À partir de 20 articles (`event_articles`), les
# articles sont regroupés en événements d’après la date (`event_days`), qui ils nomment et ce qu’ils disent
# (`event_similarity`), et seuls les articles d’un même événement sont comparés. Les voici, pour une collection
# inventée.

# %%
events = run.events()
events.set_index("event").rename_axis(None)

# %% [markdown]
# They are found by a machine: read them. `sinorus events FOLDER --to events.csv` in a terminal writes them as a table;
# change names in its column `event`, and `months.with_events(sl.read_events("events.csv"))` obeys: what you named is
# never moved or merged. Compared again, only the events that changed are worked on.
#
# C’est une machine qui les a trouvés : relisez-les. `sinorus events DOSSIER --to events.csv` dans un terminal les écrit
# en tableau ; changez les noms de sa colonne `event`, et `months.with_events(sl.read_events("events.csv"))` obéit : ce
# que vous avez nommé n’est ni déplacé ni fusionné. En comparant à nouveau, seuls les événements changés sont retravaillés.
#
# ## 4 · Ask it with SQL · L’interroger en SQL
#
# `run.query` asks the files through DuckDB. Only the columns and rows that a question needs reach memory, and the answer
# is a DataFrame. The tables are `articles`, `claims`, `framing`, `candidates`, `pairs`, `words`, `translations` and
# `removed`; their columns stand in `data/README.md`. Who reports how many claims that another outlet reports, too?
#
# `run.query` interroge les fichiers par DuckDB. Seules les colonnes et les lignes qu’une question demande arrivent en
# mémoire, et la réponse est un DataFrame. Les tables sont `articles`, `claims`, `framing`, `candidates`, `pairs`,
# `words`, `translations` et `removed` ; leurs colonnes sont décrites dans `data/README.md`. Qui rapporte combien
# d’affirmations qu’un autre média rapporte aussi ?

# %%
shared_claims = """
    with shared as (select claim_a as claim from pairs union select claim_b from pairs)
    select outlet, language, count(*) as claims, count(claim) as shared, count(claim) / count(*) as share
    from claims left join shared on claim_id = claim
    group by outlet, language
    order by share desc, outlet
"""
run.query(shared_claims).set_index("outlet").rename_axis(None)

# %% [markdown]
# Which outlets put how many claims as doubtful, or as what others say, and by which words? A `?` stands for a value that
# is given apart.
#
# Quels médias présentent combien d’affirmations comme douteuses, ou comme le dire d’autrui, et par quels mots ? Un `?`
# tient lieu d’une valeur donnée à part.

# %%
doubted = """
    select outlet, count(distinct claim_id) as all_claims,
           count(distinct claim_id) filter (label in ('speculative', 'reported')) as doubted,
           string_agg(distinct lower(cue), ' · ') filter (label in ('speculative', 'reported')) as cues
    from framing join claims using (claim_id)
    where measure = ?
    group by outlet
    having doubted > 0
    order by doubted / all_claims desc, outlet
"""
run.query(doubted, ["certainty"]).set_index("outlet").rename_axis(None)

# %% [markdown]
# Which events have the most claims, and how many pairs were found in each?
#
# Quels événements ont le plus d’affirmations, et combien de paires ont été trouvées dans chacun ?

# %%
largest = """
    with placed as (select event, claim_id from articles join claims using (article_id)),
         found as (select event, count(*) as pairs from pairs join placed on claim_a = claim_id group by event)
    select event, count(*) as claims, coalesce(any_value(pairs), 0) as pairs
    from placed left join found using (event)
    group by event
    order by claims desc, event
    limit 5
"""
chosen = run.query(largest)
chosen.set_index("event").rename_axis(None)

# %% [markdown]
# ## 5 · Open one event · Ouvrir un événement
#
# One event is a `Comparison` like any other, in memory: to inspect, explain, decide on, export.
# `run.comparison()` without a name opens everything, if there is room.
#
# Un événement est une `Comparison` comme une autre, en mémoire : à parcourir, expliquer, juger, exporter.
# `run.comparison()` sans nom ouvre tout, s’il y a la place.

# %%
opened = run.comparison(chosen["event"].iloc[0])
opened

# %% [markdown]
# ## 6 · On a cluster · Sur une grappe de machines
#
# A cluster is a *scheduler*, which hands out pieces, and *workers*, which do them. Give `compare` a Dask client, and the
# work is done there instead; nothing else changes. Here is a real one, of two processes on this machine, and the
# comparison made anew by it. Past one machine only its address is another: `benchmarks/cluster.md` tells how, and
# `sinorus compare FOLDER --to run/ --scheduler tcp://host:8786` does the same in a terminal.
#
# Une grappe se compose d’un *ordonnanceur*, qui distribue les morceaux, et d’*ouvriers*, qui les font. Donnez à
# `compare` un client Dask, et c’est là que le travail se fait ; rien d’autre ne change. En voici une vraie, de deux
# processus sur cette machine, et la comparaison refaite par elle. Au-delà d’une machine, seule l’adresse est autre :
# `benchmarks/cluster.md` dit comment, et `sinorus compare DOSSIER --to run/ --scheduler tcp://hote:8786` fait de même
# dans un terminal.

# %%
workers = {"n_workers": 2, "threads_per_worker": 1, "silence_logs": CRITICAL}
with LocalCluster(dashboard_address="127.0.0.1:0", **workers) as cluster, Client(cluster) as client:
    dashboard = client.dashboard_link  # a page that shows every worker at work, while there are any
    on_cluster = sl.compare(months, settings=settings, client=client, to=folder.with_name("cluster"))

# %% [markdown]
# The frames are the same, to the last bit · Les tableaux sont les mêmes, au dernier bit près:

# %%
here, there = run.comparison(), on_cluster.comparison()
same = {
    "articles": here.articles.equals(there.articles),
    "claims": here.claims.equals(there.claims),
    "framing": here.framing.equals(there.framing),
    "candidates": here.candidates.equals(there.candidates),
    "pairs": here.pairs.equals(there.pairs),
    "words": here.words.equals(there.words),
}
pd.DataFrame({"the same · identique": same})

# %% [markdown]
# ## 7 · Settings that matter · Les réglages qui comptent
#
# - `processes` (0): how many processes of this machine share the work once there is enough of it; 0 is one a core. ·
#   Combien de processus de cette machine se partagent le travail dès qu’il y en a assez ; 0 : un par cœur.
# - `precision` (`auto`): bfloat16 where the processor has instructions for it, about three times as fast; `float32`
#   everywhere the same. · bfloat16 là où le processeur a des instructions pour cela, environ trois fois plus vite ;
#   `float32` est partout le même.
# - `event_days`, `event_similarity`: smaller events cost less; a pair is found only within one. · Des événements plus
#   petits coûtent moins ; une paire ne se trouve qu’à l’intérieur d’un seul.
# - `candidates` (20): fewer make a smaller table and may miss pairs. · Moins de candidates font un tableau plus petit
#   et peuvent manquer des paires.
# - `unit="sentence"`: no sentence is cut into clauses; fewer claims. · Aucune phrase n’est découpée ; moins
#   d’affirmations.
# - `copies="each"`: wire copy counts as often as it is printed. · Une dépêche compte autant de fois qu’elle est
#   imprimée.
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
# Only the articles of an event were aligned anew for this; they were not read again. `with_probability` does not even
# score again.
#
# Pour cela, les articles n’ont été qu’alignés de nouveau, et non relus. `with_probability` ne recalcule même aucun score.
#
# ## 8 · Memory and disk · Mémoire et disque
#
# What each frame takes in memory. Candidates are the largest; everything else grows with the claims and pairs.
#
# Ce que prend chaque tableau en mémoire. Celui des candidates est le plus grand ; les autres croissent avec les
# affirmations et les paires.

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
# What the run folder takes on the disk. Most are token vectors (`encoded`), kept so that no sentence is ever encoded
# twice.
#
# Ce que prend le dossier sur le disque : surtout des vecteurs de mots (`encoded`), gardés pour qu’aucune phrase ne soit
# jamais encodée deux fois.

# %%
files = pd.Series(folder.rglob("*.parquet"))
written = files.map(methodcaller("stat")).map(attrgetter("st_size")).groupby(files.map(attrgetter("stem"))).sum()
kilobytes = pd.DataFrame({"kilobytes": written / 1e3, "a claim · par affirmation": written / 1e3 / len(here.claims)})
kilobytes.sort_values("kilobytes", ascending=False)

# %% [markdown]
# The files are plain Parquet: pandas, R, DuckDB or Spark read them without sinorus. Claim ids are the same on any
# machine, so runs can be joined.
#
# Les fichiers sont du simple Parquet : pandas, R, DuckDB ou Spark les lisent sans sinorus. Les identifiants sont les
# mêmes sur toute machine, les exécutions peuvent donc être jointes.

# %%
temporary.cleanup()

# %% [markdown]
# Back to the beginning · Retour au début : [00 · Start here · Par où commencer](00_start_here.ipynb).
