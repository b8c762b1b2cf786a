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
# # Read coverage · Lire la couverture
#
# **Question.** What was read, and what was left out? A comparison is worth no more than what went into it.\
# **You will see** the articles, the formats that can be read, what was cut as page furniture and by which rule,
# languages, warnings, files that were passed over, copies and wire copy, and how the text became claims.
#
# **Question.** Qu’a-t-on lu, et qu’a-t-on laissé de côté ? Une comparaison ne vaut que ce qu’on y a mis.\
# **Vous verrez** les articles, les formats qui se lisent, ce qui a été retiré comme habillage de page et par quelle
# règle, les langues, les avertissements, les fichiers écartés, les copies et dépêches, et comment le texte est devenu
# des affirmations.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"

# %%
import warnings

import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)

# %% [markdown]
# ## 1 · What there is · Ce qu’il y a
#
# An outlet or a date that is not known stays unknown; nothing is guessed from an address or a logo.
#
# Un média ou une date inconnus le restent ; rien n’est deviné d’après une adresse ou un logo.

# %%
coverage = sl.read_coverage(coverage_path, settings=settings)
coverage

# %% [markdown]
# Exports of press databases, saved pages, web archives, feeds, libraries and tables are read as they are. A list of
# articles without their text tells what it knows of the pages that lie beside it. In a terminal,
# `sinorus import EXPORT... --to coverage/` makes a tidy folder of them: a text file an article, and one table to
# correct in any spreadsheet.
#
# Les exports de bases de presse, pages enregistrées, archives du web, flux, bibliothèques et tableaux se lisent tels
# quels. Une liste d’articles sans leur texte dit ce qu’elle sait des pages posées à côté. Dans un terminal,
# `sinorus import EXPORT... --to coverage/` en fait un dossier ordonné : un fichier de texte par article, et un tableau
# à corriger dans n’importe quel tableur.

# %%
sl.coverage_formats().set_index("format")[["files", "supplies"]].rename_axis(None)

# %% [markdown]
# ## 2 · Page furniture · Habillage de page
#
# Everything that was cut, in full, with the rule that cut it. Read it: a rule that cuts too much is switched off by
# its name, `sl.Settings(keep_furniture=["read_also"])`.
#
# Tout ce qui a été retiré, en entier, avec la règle qui l’a retiré. Lisez-le : une règle trop sévère se désactive par
# son nom, `sl.Settings(keep_furniture=["read_also"])`.

# %%
outlets = coverage.articles.set_index("article_id")["outlet"]
removed = coverage.removed.assign(outlet=coverage.removed["article_id"].map(outlets))
removed.set_index("outlet")[["rule", "text"]].rename_axis(None)

# %% [markdown]
# The rules, and how many paragraphs each cut here. · Les règles, et combien de paragraphes chacune a retirés ici.

# %%
rules = sl.furniture_rules().set_index("name")
rules.assign(removed=removed["rule"].value_counts()).fillna({"removed": 0}).astype({"removed": int}).rename_axis(None)

# %% [markdown]
# ## 3 · Languages · Langues
#
# The language is detected from the text; where a file declares another, the text is believed and a warning says so.
# `original_language` is what the article was first written in, if a file declares it: a translation carries the words
# of its translator.
#
# La langue est reconnue d’après le texte ; si un fichier en déclare une autre, on croit le texte et un avertissement
# le dit. `original_language` est la langue dans laquelle l’article a d’abord été écrit, si un fichier la déclare :
# une traduction porte les mots de son traducteur.

# %%
pd.crosstab(
    coverage.articles["language"].rename("read in"),
    coverage.articles["original_language"].fillna("not declared").rename("read in · first written in"),
).rename_axis(index=None)

# %% [markdown]
# ## 4 · Warnings · Avertissements
#
# How often reading objected (the table above has the words), and how many files are about the coverage rather than
# part of it: a README, a sidecar table.
#
# Combien de fois la lecture a trouvé à redire (le tableau du début le dit en mots), et combien de fichiers parlent de
# la couverture sans en faire partie : un README, un tableau descriptif.

# %%
pd.DataFrame({"count": {"warnings": len(coverage.warnings), "passed over": len(coverage.passed_over)}})

# %% [markdown]
# Here is what objections look like, on four articles made up for the purpose: a date that is none, a third language,
# a wrong declaration, the same article twice. Each says what was expected, what came, and how to mend it;
# `strict=True` turns them into an error.
#
# Voici à quoi ressemblent des objections, sur quatre articles inventés pour l’occasion : une date qui n’en est pas
# une, une troisième langue, une déclaration fausse, deux fois le même article. Chacune dit ce qui était attendu, ce
# qui est venu, et comment y remédier ; `strict=True` en fait une erreur.

# %%
port = "Le port a rouvert mardi, selon la préfecture, après douze jours de grève. Les dockers ont obtenu une prime."
hafen = "Der Hafen wurde am Dienstag nach zwölf Tagen Streik wieder geöffnet. Die Hafenarbeiter bekommen eine Prämie."
invented = pd.DataFrame(
    {
        "outlet": ["Le Quai", "Le Quai", "Die Mole", "The Pier"],
        "language": ["fr", "fr", "de", "en"],
        "published": ["last Tuesday", None, None, None],
        "text": [port, port, hafen, port.replace("douze", "treize")],
    }
)
with warnings.catch_warnings():
    warnings.simplefilter("ignore", sl.CoverageWarning)
    objections = sl.read_coverage(invented).warnings
pd.DataFrame({"warning": objections})

# %% [markdown]
# ## 5 · The same text twice · Deux fois le même texte
#
# The same article read twice from one outlet is left out, with a warning. Wire copy that several outlets print stays,
# since all did print it: it is recognised, linked to its original (`duplicate_of`), shown, and counted once in
# statistics (`sl.Settings(copies="each")` counts every print). `wire` names the agencies that a text credits.
#
# Le même article lu deux fois chez un même média est laissé de côté, avec un avertissement. Une dépêche que plusieurs
# médias impriment reste, puisque tous l’ont imprimée : elle est reconnue, liée à son original (`duplicate_of`),
# montrée, et comptée une fois dans les statistiques (`sl.Settings(copies="each")` compte chaque impression). `wire`
# nomme les agences qu’un texte crédite.

# %%
coverage.articles.set_index("outlet")[["language", "wire", "duplicate_of"]].fillna("").rename_axis(None)

# %% [markdown]
# What it looks like on three articles made up for the purpose: a dispatch, the same cut from the bottom under another
# headline, and a report of its own. `shared` is the share of the copy’s wording that stands in the original.
#
# Ce que cela donne sur trois articles inventés pour l’occasion : une dépêche, la même coupée par le bas sous un autre
# titre, et un article original. `shared` est la part du texte de la copie qui se trouve dans l’original.

# %%
dispatch = [
    "Le pont de Vauclair, fermé depuis six semaines, a rouvert lundi matin à la circulation, a annoncé la mairie.",
    "Les travaux ont coûté quatre millions d’euros, soit un million de plus que prévu, selon le conseil départemental.",
    "Des fissures avaient été découvertes en mars dans deux des piles, ce qui avait entraîné une fermeture immédiate.",
    "Les riverains redoutent que le trafic des poids lourds, interdit jusqu’en juin, ne reprenne trop tôt.",
    "Un comité de suivi doit se réunir chaque mois jusqu’à la fin de l’année pour contrôler l’état de l’ouvrage.",
]
own = [
    "À Vauclair, on ne croit guère à la solidité du pont rouvert lundi, dont les piles s’étaient fissurées en mars.",
    "« Je ferai le tour par le nord », dit une boulangère du quai, qui a perdu la moitié de ses clients cet hiver.",
    "La mairie assure que chaque pile a été contrôlée deux fois, et promet de publier le rapport des ingénieurs.",
]
printed = pd.DataFrame(
    {
        "outlet": ["La Gazette", "Le Courrier", "Le Quai"],
        "published": ["2024-04-08", "2024-04-09", "2024-04-09"],
        "title": ["Le pont de Vauclair rouvre", "Vauclair : le pont est rouvert", "Les doutes de Vauclair"],
        "text": [f"{' '.join(dispatch)} (AFP)", " ".join(dispatch[:3]), " ".join(own)],
    }
)
with warnings.catch_warnings():
    warnings.simplefilter("ignore", sl.CoverageWarning)
    read = sl.read_coverage(printed)
names = read.articles.set_index("article_id")["outlet"]
read.copies.assign(copy=read.copies["article_id"].map(names), original=read.copies["duplicate_of"].map(names))[
    ["copy", "original", "shared", "similarity"]
].set_index("copy").rename_axis(None)

# %% [markdown]
# ## 6 · From text to claims · Du texte aux affirmations
#
# A sentence that asserts two things becomes two claims (*clause*); the others are left *whole*, a few because their
# parse gave nothing to go by (*fallback*). Subheadings are kept but not compared. `sl.Settings(unit="sentence")`
# leaves every sentence whole.
#
# Une phrase qui affirme deux choses donne deux affirmations (*clause*) ; les autres restent entières (*whole*),
# quelques-unes faute d’une analyse qui dise où couper (*fallback*). Les intertitres sont gardés mais pas comparés.
# `sl.Settings(unit="sentence")` laisse chaque phrase entière.

# %%
claims = sl.split_claims(coverage, settings=settings)
pd.crosstab(claims["outlet"], [claims["kind"], claims["split"]]).rename_axis(index=None)

# %% [markdown]
# Next: which of these claims are the same? [03 · Align claims](03_align_claims.ipynb).
#
# Ensuite : lesquelles de ces affirmations sont les mêmes ? [03 · Apparier](03_align_claims.ipynb).
