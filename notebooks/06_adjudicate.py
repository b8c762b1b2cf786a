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
# # Adjudicate · Trancher
#
# **Question.** What do readers decide about the pairs, and how good does that make the machine look?\
# **You will see** the inspector as a coding tool, the decisions kept so far, what they change, precision and recall
# estimated from them with intervals, agreement between coders, and ways in and out.
#
# **Question.** Que décident les lecteurs au sujet des paires, et que vaut alors la machine ?\
# **Vous verrez** l’inspecteur comme outil de codage, les décisions déjà gardées, ce qu’elles changent, la précision
# et le rappel estimés d’après elles avec leurs intervalles, l’accord entre codeurs, et comment importer et exporter.

# %% tags=["parameters"]
coverage_path = "../data/coverage"
interface = "en"
annotations = "../data/annotations"
coder = ""

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import sinorus_lib as sl

pd.set_option("display.max_colwidth", 250, "display.float_format", "{:.2f}".format)
settings = sl.Settings(interface=interface)
comparison = sl.compare(sl.read_coverage(coverage_path, settings=settings), settings=settings)

# %% [markdown]
# ## 1 · Decide · Décider
#
# Give your name or initials as `coder`. Each decision is one line of JSON, appended to `annotations/CODER.jsonl` and
# never rewritten: several coders work at once, git merges their files line by line, and undoing is another line.
#
# Donnez votre nom ou vos initiales comme `coder`. Chaque décision est une ligne de JSON, ajoutée à
# `annotations/CODEUR.jsonl` et jamais réécrite : plusieurs codeurs travaillent à la fois, git fusionne leurs fichiers
# ligne par ligne, et annuler est une ligne de plus.
#
# | key · touche | decision · décision | meaning · sens |
# |---|---|---|
# | `s` | same · même affirmation | Both assert the same claim. · Les deux affirment la même chose. |
# | `r` | related · apparentées | About the same, without asserting the same. · Le même sujet, sans la même affirmation. |
# | `c` | conflicting · contradictoires | If one is true, the other is not. · Si l’une est vraie, l’autre ne l’est pas. |
# | `d` | different · différentes | About different things. · Elles portent sur des choses différentes. |
# | `p` | split · à scinder | One asserts several things. · L’une affirme plusieurs choses. |
# | `u` | unsure · incertain | The text does not say. · Le texte ne le dit pas. |
#
# `n` note, `z` undo, `x` next undecided pair, `b` blind, `j` and `k` down and up, `?` all keys.
#
# `n` remarque, `z` annuler, `x` paire non décidée suivante, `b` à l’aveugle, `j` et `k` descendre et monter, `?`
# toutes les touches.
#
# Decide **blind** first, with the scores hidden: whoever sees them drifts towards them. Decide some rejected
# candidates too, or nothing can be said of what was missed.
#
# Décidez d’abord **à l’aveugle**, scores cachés : qui les voit s’en rapproche. Décidez aussi de quelques candidates
# écartées, sans quoi on ne peut rien dire de ce qui a été manqué.

# %%
comparison.inspect(coder=coder, annotations=annotations)

# %% [markdown]
# ## 2 · What was decided · Ce qui a été décidé
#
# `sl.read_decisions(folder)` reads every coder’s file; `holds` marks the last word of each coder on each pair. For
# the sample it has one coder, *reader*: a language model that read fifty pairs blind (`data/README.md`). It shows how
# this works, and is no standard.
#
# `sl.read_decisions(dossier)` lit le fichier de chaque codeur ; `holds` marque le dernier mot de chacun sur chaque
# paire. Pour l’échantillon, il y a un seul codeur, *reader* : un modèle de langue qui a lu cinquante paires à
# l’aveugle (`data/README.md`). Il montre comment cela marche, et ne fait pas autorité.

# %%
Path(annotations).mkdir(parents=True, exist_ok=True)
decisions = sl.read_decisions(annotations)
decisions = decisions[decisions["claim_a"].isin(comparison.claims["claim_id"])]
pd.crosstab(decisions["coder"], decisions["decision"]).rename_axis(index=None)

# %%
text = comparison.claims.set_index("claim_id")["text"]
told = decisions.assign(a=decisions["claim_a"].map(text), b=decisions["claim_b"].map(text))
told[told["note"] != ""].set_index("decision")[["note", "a", "b"]].rename_axis(None).head(6)

# %% [markdown]
# ## 3 · Decisions win · Les décisions l’emportent
#
# *Same* makes a pair equivalent even where the model rejected it, *different* takes it out; the probability stays the
# model’s. Of several coders the majority counts, a tie leaves the pair as it was.
#
# *Same* rend une paire équivalente même si le modèle l’avait écartée, *different* la retire ; la probabilité reste
# celle du modèle. De plusieurs codeurs, la majorité compte ; une égalité laisse la paire telle quelle.

# %%
decided = comparison.with_decisions(decisions)
pd.DataFrame(
    {"model": comparison.pairs["relation"].value_counts(), "with decisions": decided.pairs["relation"].value_counts()}
).fillna(0).astype(int).rename_axis(None)

# %% [markdown]
# Everything downstream follows the decisions: groups, framing, findings, exports. · Tout en aval suit les décisions :
# groupes, cadrages, constats, exports.

# %%
changed = decided.pairs.assign(a=decided.pairs["claim_a"].map(text), b=decided.pairs["claim_b"].map(text))
changed = changed[changed["decision"].notna()].sort_values("probability")
changed.set_index("decision")[["relation", "probability", "a", "b"]].rename_axis(None).head(6)

# %% [markdown]
# ## 4 · How good is it? · Que vaut-elle ?
#
# Precision: of the pairs called equivalent, how many are the same claim. Recall: of the same-claim pairs among all
# scored ones, how many are called so. A decided pair stands for the undecided ones of about its probability. Read the
# interval, not the number.
#
# Précision : parmi les paires dites équivalentes, combien sont la même affirmation. Rappel : parmi les paires de même
# affirmation, combien sont dites telles. Une paire décidée vaut pour celles, non décidées, de probabilité voisine.
# Lisez l’intervalle, non le nombre.

# %%
decided.estimate_quality()

# %% [markdown]
# From twenty decisions on, `comparison.recalibrated(decisions)` fits the probabilities again, gently.
#
# À partir de vingt décisions, `comparison.recalibrated(decisions)` réajuste les probabilités, avec prudence.
#
# ## 5 · Do coders agree? · Les codeurs sont-ils d’accord ?
#
# Krippendorff’s alpha on the pairs that two coders or more decided: from .8 reliable, below .667 too low to conclude.
#
# L’alpha de Krippendorff sur les paires que deux codeurs au moins ont décidées : fiable à partir de 0,8, trop bas
# pour conclure sous 0,667.

# %%
sl.agreement(decisions, interface=interface)

# %% [markdown]
# ## 6 · In and out · Importer, exporter
#
# Tasks for Label Studio, blind by default, with `sl.label_config()` as their interface, and a table for spreadsheets.
# Both come back: `sl.import_label_studio(path)`, `sl.import_csv(path)`; `sl.append_decision(folder, record)` keeps
# them.
#
# Des tâches pour Label Studio, à l’aveugle par défaut, avec `sl.label_config()` pour interface, et un tableau pour
# tableurs. Les deux se relisent : `sl.import_label_studio(chemin)`, `sl.import_csv(chemin)` ;
# `sl.append_decision(dossier, décision)` les garde.

# %%
with TemporaryDirectory() as folder:
    tasks = sl.export_label_studio(comparison, Path(folder) / "tasks.json")
    table = sl.export_csv(decisions, Path(folder) / "decisions.csv")
    again = sl.import_csv(table)
    sizes = [tasks.stat().st_size / 1e3, table.stat().st_size / 1e3]
holds = [f"{len(comparison.pairs)} tasks", f"{len(again)} decisions, read back"]
pd.DataFrame({"kilobytes": sizes, "holds": holds}, index=[tasks.name, table.name])

# %% [markdown]
# Next · Ensuite : [07 · Share and reuse · Partager et réutiliser](07_share_and_reuse.ipynb).
