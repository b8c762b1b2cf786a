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
# # Share and reuse · Partager et réutiliser
#
# **Question.** How do I send a comparison to somebody, keep it, and carry on with it in other tools?\
# **You will see** one file for a colleague, one folder for yourself, each frame as Parquet and CSV, the stages one by
# one, articles of your own from a DataFrame, and the command line.
#
# **Question.** Comment envoyer une comparaison, la garder, et la poursuivre dans d’autres outils ?\
# **Vous verrez** un fichier pour un collègue, un dossier pour vous, chaque tableau en Parquet et en CSV, les étapes
# une à une, vos propres articles depuis un DataFrame, et la ligne de commande.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %%
from operator import attrgetter, methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
coverage = sl.read_coverage(coverage_path, settings=settings)
comparison = sl.compare(coverage, settings=settings)

# %% [markdown]
# Everything is written into a temporary folder here; give a path of your own instead.
#
# Tout est écrit ici dans un dossier temporaire ; donnez plutôt un chemin à vous.

# %%
temporary = TemporaryDirectory()
folder = Path(temporary.name)

# %% [markdown]
# ## 1 · One file for a colleague · Un fichier pour un collègue
#
# The inspector, the charts and all findings in one HTML file: no Python, no network, nothing to install. Without
# charts it is a fraction of the size. Decisions made in it stay in the browser until they are downloaded.
#
# L’inspecteur, les graphiques et tous les constats en un seul fichier HTML : ni Python, ni réseau, rien à installer.
# Sans graphiques, il est bien plus léger. Les décisions qu’on y prend restent dans le navigateur jusqu’à leur
# téléchargement.

# %%
page = comparison.to_html(folder / "comparison.html")
light = comparison.to_html(folder / "comparison-light.html", charts=False)
pd.DataFrame({"megabytes": {page.name: page.stat().st_size / 1e6, light.name: light.stat().st_size / 1e6}})

# %% [markdown]
# A notebook with all its outputs, text included, becomes such a page with the exporter `sinorus`, which JupyterLab
# also lists under *File > Save and Export Notebook As*:
#
# Un carnet avec toutes ses sorties, texte compris, devient une telle page par l’exporteur `sinorus`, que JupyterLab
# propose aussi sous *Fichier > Enregistrer et exporter le notebook* :
#
# ```sh
# jupyter nbconvert --to sinorus notebooks/01_compare_coverage.ipynb
# ```
#
# ## 2 · One folder for yourself · Un dossier pour vous
#
# `save` writes every frame as Parquet, settings and model as JSON, and checksums; nothing is pickled. `sl.load`
# brings the comparison back without comparing again, and refuses a file that was changed.
#
# `save` écrit chaque tableau en Parquet, réglages et modèle en JSON, et des sommes de contrôle ; rien n’est sérialisé
# par pickle. `sl.load` restitue la comparaison sans rien recalculer, et refuse un fichier modifié.

# %%
run = comparison.save(folder / "run")
again = sl.load(run)
frames = pd.Series(
    {"claims": again.claims, "pairs": again.pairs, "framing": again.framing, "divergence": again.divergence}
)
pd.DataFrame({"rows read back": frames.map(len)})

# %%
files = pd.Series(sorted(run.iterdir()))
sizes = files.map(methodcaller("stat")).map(attrgetter("st_size"))
pd.DataFrame({"kilobytes": sizes.to_numpy() / 1e3}, index=list(files.map(attrgetter("name"))))

# %% [markdown]
# ## 3 · In other tools · Dans d’autres outils
#
# Parquet is read by pandas, Polars, DuckDB, R (`arrow::read_parquet`) and most databases. `data/README.md` says what
# every column means.
#
# Parquet se lit avec pandas, Polars, DuckDB, R (`arrow::read_parquet`) et la plupart des bases de données.
# `data/README.md` explique chaque colonne.

# %%
pd.read_parquet(run / "pairs.parquet", columns=["outlet_a", "outlet_b", "probability", "relation"]).head(4)

# %% [markdown]
# A spreadsheet wants the text of both claims in one row. The encoding lets Excel read the accents.
#
# Un tableur veut le texte des deux affirmations sur une ligne. L’encodage permet à Excel de lire les accents.

# %%
text = comparison.claims.set_index("claim_id")["text"]
rows = comparison.pairs.assign(
    text_a=comparison.pairs["claim_a"].map(text), text_b=comparison.pairs["claim_b"].map(text)
)
rows.to_csv(folder / "pairs.csv", index=False, encoding="utf-8-sig")
pd.read_csv(folder / "pairs.csv")[["outlet_a", "text_a", "outlet_b", "text_b", "probability"]].head(3)

# %% [markdown]
# ## 4 · Stage by stage · Étape par étape
#
# Each stage takes and gives plain frames and arrays, so that any of them can be replaced by your own.
#
# Chaque étape prend et rend de simples tableaux, si bien que chacune peut être remplacée par la vôtre.

# %%
claims = sl.split_claims(coverage, settings=settings)
vectors = sl.embed(claims, settings=settings)
pairs = sl.align(claims, vectors, settings=settings)
framing = sl.measure_framing(claims, vectors, settings=settings)
shapes = {"claims": claims.shape, "vectors": vectors.shape, "pairs": pairs.shape, "framing": framing.shape}
pd.DataFrame(shapes, index=["rows", "columns"]).T

# %% [markdown]
# ## 5 · Articles of your own · Vos propres articles
#
# Any DataFrame with a column `text` will do; `outlet`, `language`, `title`, `published` and `url` are used if they
# are there. `sl.compare(yours)` does the rest.
#
# Tout DataFrame avec une colonne `text` convient ; `outlet`, `language`, `title`, `published` et `url` servent s’ils
# sont là. `sl.compare(yours)` fait le reste.

# %%
table = pd.DataFrame(
    {
        "outlet": ["Le Quai", "The Pier"],
        "published": ["2024-05-14", "2024-05-14"],
        "text": [
            "Le port a rouvert mardi, selon la préfecture. La grève aura duré douze jours. Les dockers exultent.",
            "The port reopened on Tuesday after a twelve-day strike. Dockers get a bonus. Shippers are relieved.",
        ],
    }
)
yours = sl.read_coverage(table, settings=settings)
yours

# %% [markdown]
# ## 6 · The command line · La ligne de commande
#
# The same without a notebook; and these notebooks on other articles, in French, with papermill.
#
# La même chose sans carnet ; et ces carnets sur d’autres articles, en français, avec papermill.
#
# ```sh
# sinorus compare data/coverage --html comparison.html --save run
#
# cd notebooks
# papermill 01_compare_coverage.ipynb mine.ipynb -p coverage_path ../my/articles -p interface fr
# jupyter nbconvert --to sinorus mine.ipynb
# ```
#
# `make workbook COVERAGE=my/articles` does that for all of them.
#
# `make workbook COVERAGE=my/articles` le fait pour tous.

# %%
temporary.cleanup()

# %% [markdown]
# Next · Ensuite : [08 · Larger collections · Grandes collections](08_larger_collections.ipynb).
