"""Credits of news agencies, as papers print them, told from mentions and from credits of pictures.

``LABELLED`` was written before the patterns, and its half at odd places was never looked at while they were mended.
``HARDER`` was written to break them, and served to extend them. ``FRESH`` was written last, run once, and nothing was
changed for it: its figures are the ones to trust.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinorus_lib.coverage.agencies import agency_named, credited_agencies, wire_of
from sinorus_lib.errors import SinorusError

CREDIT, MENTION, PICTURE, NONE = "credit", "mention", "picture", "none"
# What a line is, the agencies it credits (as in the column ``wire``), and the line.
LABELLED: dict[str, list[tuple[str, str, str]]] = {
    "fr": [
        (CREDIT, "AFP", "Les négociations doivent reprendre lundi à Vernay. (AFP)"),
        (CREDIT, "AFP", "PARIS (AFP) - Le gouvernement a présenté mercredi sa réforme du littoral."),
        (CREDIT, "Reuters", "BRUXELLES, 3 mai (Reuters) - La Commission a ouvert une enquête sur le groupe Morvane."),
        (CREDIT, "AFP", "Le Courrier de Vernay avec AFP"),
        (CREDIT, "agencies", "La Gazette du Ponant (avec agences)"),
        (CREDIT, "AFP", "Source : AFP"),
        (CREDIT, "AFP", "© AFP"),
        (CREDIT, "AFP", "© 2022 AFP. Tous droits de reproduction et de représentation réservés."),
        (CREDIT, "Canadian Press", "La Presse Canadienne"),
        (CREDIT, "Canadian Press", "Avec des informations de La Presse canadienne"),
        (CREDIT, "Belga", "(Belga)"),
        (CREDIT, "Keystone-ATS", "Le vote est attendu jeudi. ATS"),
        (CREDIT, "Keystone-ATS", "Keystone-ATS"),
        (CREDIT, "AFP, Reuters", "Le bilan pourrait s’alourdir, selon les secours. (AFP, Reuters)"),
        (CREDIT, "AFP, Reuters", "L’Écho du Ponant, avec AFP et Reuters"),
        (CREDIT, "Reuters", "(Reportage Paul Lenoir; version française Anne Dumas, édité par Marc Tellier)"),
        (CREDIT, "Reuters", "(Rédigé par Lise Autran, édité par Paul Lenoir)"),
        (CREDIT, "AFP", "Par AFP"),
        (CREDIT, "AFP", "Par Le Courrier de Vernay avec AFP, publié le 3 mai 2022 à 14h02"),
        (CREDIT, "AFP", "Publié par l’AFP le 3 mai 2022"),
        (CREDIT, "AP", "MOSCOU (AP) — Les deux ministres se sont vus mardi."),
        (CREDIT, "Xinhua", "PÉKIN, 14 mars (Xinhua) -- Le porte-parole a démenti ces informations lundi."),
        (CREDIT, "TASS", "MOSCOU, 14 mars. /TASS/. Le ministère n’a pas commenté."),
        (CREDIT, "Anadolu", "AA / Ankara / Selim Ardan"),
        (CREDIT, "EFE", "Madrid, 14 mars (EFE).- Le Parlement a voté le texte."),
        (CREDIT, "AFP", "Agence France-Presse"),
        (CREDIT, "dpa", "Berlin (dpa) - La chancelière reçoit jeudi les syndicats."),
        (CREDIT, "ANSA", "(ANSA) - ROME, 14 mars - Le Sénat a adopté la loi."),
        (CREDIT, "Reuters", "Avec Reuters"),
        (CREDIT, "AFP", "LE FIGUIER AVEC AFP"),
        (CREDIT, "AFP", "Cet article est une dépêche de l’AFP, publiée automatiquement."),
        (CREDIT, "AFP", "Les dockers ont repris le travail mardi. © AFP"),
        (CREDIT, "AFP", "(Avec AFP)"),
        (CREDIT, "Bloomberg", "(Bloomberg) -- Le groupe Morvane supprime mille postes."),
        (CREDIT, "Canadian Press", "MONTRÉAL — Le maire s’est excusé. — La Presse canadienne"),
        (CREDIT, "AFP, Belga", "Rédaction avec Belga et AFP"),
        (CREDIT, "AFP", "Copyright AFP. Toute reproduction est interdite."),
        (CREDIT, "Interfax", "Source : agence Interfax"),
        (CREDIT, "AFP", "Le trafic a repris dans la soirée (AFP)."),
        (CREDIT, "agencies", "Avec les agences de presse"),
        (MENTION, "", "« Nous n’avons rien signé », a déclaré à l’AFP le porte-parole du ministère."),
        (MENTION, "", "Selon Reuters, l’accord serait conclu cette semaine."),
        (MENTION, "", "D’après l’Agence France-Presse (AFP), deux navires ont été arraisonnés."),
        (MENTION, "", "Un journaliste de l’AFP a vu une colonne de fumée au-dessus du port."),
        (MENTION, "", "L’agence Tass a rapporté que les pourparlers étaient suspendus."),
        (MENTION, "", "« Il faut du temps », a-t-il dit à Reuters."),
        (MENTION, "", "Interrogé par Associated Press, le maire n’a pas souhaité répondre."),
        (MENTION, "", "Trois responsables cités par Bloomberg parlent d’une aide militaire."),
        (MENTION, "", "Le PDG de l’AFP, Henri Valdo, a présenté les comptes de l’agence."),
        (MENTION, "", "Il travaille avec l’AFP depuis dix ans comme photographe."),
        (MENTION, "", "L’action de Bloomberg Conseil (BBG) a perdu 3 %."),
        (MENTION, "", "Chine nouvelle a confirmé la visite, sans en donner la date."),
        (MENTION, "", "Selon un décompte établi par l’AFP à partir de sources officielles, 12 000 personnes ont fui."),
        (MENTION, "", "Contactée par Belga, la police de Vernay a confirmé l’arrestation."),
        (MENTION, "", "Le ministre a accordé un entretien à l’agence Anadolu (AA), publié dimanche."),
        (MENTION, "", "« Je ne partirai pas », a-t-il assuré à l’agence Reuters."),
        (MENTION, "", "Les dépêches de l’AFP faisaient état de douze blessés."),
        (PICTURE, "", "Photo : AFP"),
        (PICTURE, "", "Le président Ardan à Ankara, le 3 mai. (Photo AFP)"),
        (PICTURE, "", "© Paul Lenoir / AFP"),
        (PICTURE, "", "Crédit photo : Paul Lenoir / Reuters"),
        (PICTURE, "", "Des manifestants à Vernay, mardi 3 mai. PAUL LENOIR / AFP"),
        (PICTURE, "", "Le port de Vernay, en mars. (AFP/Archives)"),
        (PICTURE, "", "Image d’illustration. © AFP/Anne Dumas"),
        (PICTURE, "", "Anne Dumas via Reuters"),
        (PICTURE, "", "Le ministre devant la presse. (AP Photo/Anne Dumas)"),
        (PICTURE, "", "Vidéo AFP"),
        (NONE, "", "Le conseil municipal a adopté le budget par 21 voix contre 4."),
        (NONE, "", "Les agences bancaires de la région fermeront avec les guichets."),
        (NONE, "", "Le PIB a reculé de 0,4 % (en rythme annuel)."),
        (NONE, "", "Source : ministère de l’Intérieur"),
        (NONE, "", "Par Paul Lenoir, envoyé spécial à Ankara"),
        (NONE, "", "© Le Courrier de Vernay 2022"),
        (NONE, "", "La mère de l’enfant a été hospitalisée (avec sa fille)."),
        (NONE, "", "Il a bu la tasse. Tass ou tasse, l’orthographe importe peu."),
        (NONE, "", "Avec agence ou sans agence, l’achat d’un logement coûte cher."),
        (NONE, "", "L’ANP a été créée en 1949 (PLA)."),
        (NONE, "", "Les assistants techniques (ATS) de l’usine sont en grève."),
        (NONE, "", "PARIS (Texas) - La petite ville s’est réveillée sous la neige."),
        (NONE, "", "Propos recueillis par Anne Dumas"),
    ],
    "en": [
        (CREDIT, "AFP", "Talks are due to resume on Monday in Vernay. (AFP)"),
        (CREDIT, "Reuters", "PARIS (Reuters) - The government presented its coastal bill on Wednesday."),
        (CREDIT, "AP", "LONDON, May 3 (AP) — The two ministers met on Tuesday."),
        (CREDIT, "AP", "By The Associated Press"),
        (CREDIT, "AP", "By ANNE DUMAS, Associated Press"),
        (CREDIT, "Reuters", "(Reporting by Paul Lennox in Ankara; Editing by Mary Tell)"),
        (CREDIT, "Reuters", "Reporting by Paul Lennox; Editing by Mary Tell and Ann Otter"),
        (CREDIT, "Canadian Press", "— With files from The Canadian Press"),
        (CREDIT, "Canadian Press", "This report by The Canadian Press was first published May 3, 2022."),
        (CREDIT, "Bloomberg", "(Bloomberg) -- Morvane Group is to cut a thousand jobs."),
        (CREDIT, "Bloomberg", "©2022 Bloomberg L.P."),
        (CREDIT, "AP", "Copyright 2022 The Associated Press. All rights reserved."),
        (CREDIT, "AFP", "Source: AFP"),
        (CREDIT, "AFP", "© AFP"),
        (CREDIT, "AFP, Reuters", "The toll may rise, rescuers said. (AFP, Reuters)"),
        (CREDIT, "agencies", "The Harbour Gazette with agencies"),
        (CREDIT, "agencies", "Staff and agencies"),
        (CREDIT, "AFP", "(FRANCE 99 with AFP)"),
        (CREDIT, "AFP, Reuters", "(HARBOUR GAZETTE with AFP and Reuters)"),
        (CREDIT, "Xinhua", "BEIJING, March 14 (Xinhua) -- A spokesperson denied the reports on Monday."),
        (CREDIT, "TASS", "MOSCOW, March 14. /TASS/. The ministry has not commented."),
        (CREDIT, "UPI", "March 14 (UPI) -- A storm closed the harbour on Monday."),
        (CREDIT, "PA", "PA Media"),
        (CREDIT, "PA", "Press Association"),
        (CREDIT, "dpa", "Berlin (dpa) - The chancellor will receive the unions on Thursday."),
        (CREDIT, "Anadolu", "Anadolu Agency"),
        (CREDIT, "Reuters", "Source: Reuters"),
        (CREDIT, "AFP", "Agence France-Presse"),
        (CREDIT, "AP", "The Associated Press contributed to this report."),
        (CREDIT, "AP", "Associated Press writer Ann Otter in Ankara contributed to this report."),
        (CREDIT, "Reuters", "Reuters contributed to this report."),
        (CREDIT, "AP, Reuters", "Additional reporting by AP and Reuters"),
        (CREDIT, "AFP", "Published by AFP on 3 May 2022"),
        (CREDIT, "Kyodo", "TOKYO (Kyodo) -- The cabinet approved the plan on Friday."),
        (CREDIT, "Interfax", "MOSCOW. March 14 (Interfax) - The ruble was stable on Monday."),
        (CREDIT, "AAP", "— AAP"),
        (CREDIT, "PTI", "NEW DELHI: (PTI) The house passed the bill on Monday."),
        (CREDIT, "Bloomberg", "--With assistance from Ann Otter and Paul Lennox."),
        (CREDIT, "Reuters", "By Paul Lennox and Ann Otter, Reuters"),
        (CREDIT, "AP", "Traffic resumed in the evening (AP)."),
        (CREDIT, "EFE", "Madrid, Mar 14 (EFE).- Parliament passed the bill."),
        (CREDIT, "AP", "WASHINGTON (AP) _ The agency recalled the toy on Monday."),
        (MENTION, "", "“We have signed nothing,” the ministry’s spokesman told Reuters."),
        (MENTION, "", "AP reported that two ships had been seized."),
        (MENTION, "", "According to Agence France-Presse (AFP), two ships were seized."),
        (MENTION, "", "An AFP journalist saw a column of smoke above the harbour."),
        (MENTION, "", "The Tass news agency said the talks were suspended."),
        (MENTION, "", "“It takes time,” she said in an interview with Reuters."),
        (MENTION, "", "Asked by The Associated Press, the mayor declined to comment."),
        (MENTION, "", "Three officials quoted by Bloomberg spoke of military aid."),
        (MENTION, "", "The head of AFP, Henry Valdo, presented the agency’s accounts."),
        (MENTION, "", "He has worked with AFP for ten years as a photographer."),
        (MENTION, "", "Xinhua confirmed the visit without giving a date."),
        (MENTION, "", "A count by Reuters shows that 12,000 people have fled."),
        (MENTION, "", "The company, owned by Bloomberg, sells terminals."),
        (MENTION, "", "The minister told the Anadolu Agency (AA) on Sunday that he would stay."),
        (MENTION, "", "“I will not leave,” he told the Associated Press (AP)."),
        (MENTION, "", "Documents seen by Reuters show that the order was signed."),
        (MENTION, "", "Reporting by Reuters last year found the dam unsafe, prompting an inquiry."),
        (MENTION, "", "Interfax, citing the ministry, reported twelve wounded."),
        (PICTURE, "", "Photo: AFP"),
        (PICTURE, "", "President Ardan in Ankara on May 3. (AP Photo/Ann Otter)"),
        (PICTURE, "", "Paul Lennox/Reuters"),
        (PICTURE, "", "Photograph: Paul Lennox/AFP/Getty Images"),
        (PICTURE, "", "FILE PHOTO: The harbour of Vernay, March 3. REUTERS/Paul Lennox/File Photo"),
        (PICTURE, "", "Protesters in Vernay on Tuesday. PAUL LENNOX / AFP"),
        (PICTURE, "", "Image: Ann Otter/AP"),
        (PICTURE, "", "© Paul Lennox, AFP"),
        (PICTURE, "", "(Ann Otter/The Canadian Press)"),
        (PICTURE, "", "Video: Reuters"),
        (PICTURE, "", "Ann Otter via AP"),
        (NONE, "", "The council passed the budget by 21 votes to 4."),
        (NONE, "", "Travel agencies say bookings fell with agencies closing branches."),
        (NONE, "", "GDP fell by 0.4% (at an annual rate)."),
        (NONE, "", "Source: Ministry of the Interior"),
        (NONE, "", "By Paul Lennox in Ankara"),
        (NONE, "", "© The Harbour Gazette 2022"),
        (NONE, "", "The advanced placement (AP) exam was cancelled."),
        (NONE, "", "PARIS (Texas) - The small town woke to snow."),
        (NONE, "", "Pa said the harvest was late. Ma agreed."),
        (NONE, "", "The personal assistant (PA) was dismissed."),
        (NONE, "", "Editing by committee rarely works, the novelist said."),
        (NONE, "", "With assistance from the coastguard, the ship reached port."),
    ],
}  # fmt: skip
# More lines, of the kinds that are hardest, that the patterns were extended on.
HARDER: dict[str, list[tuple[str, str, str]]] = {
    "fr": [
        (CREDIT, "AFP", "GENÈVE, 12 avr 2022 (AFP) - Les délégués se sont quittés sans accord."),
        (CREDIT, "AFP", "Vernay (France) (AFP) – Le port a rouvert mardi."),
        (CREDIT, "AFP", "AFP - Les dockers ont voté la reprise du travail."),
        (CREDIT, "Reuters", "Moscou (Reuters) : le ministère dément toute demande d’aide."),
        (CREDIT, "AFP", "Le Ponant, avec l’AFP"),
        (CREDIT, "AFP", "L.G. avec AFP"),
        (CREDIT, "AFP", "Publié le 12/04/2022 à 08:14, avec AFP"),
        (CREDIT, "Keystone-ATS", "ats/nxp"),
        (CREDIT, "AFP, AP, Reuters", "(AFP, AP et Reuters)"),
        (CREDIT, "Belga", "Source: Belga"),
        (CREDIT, "Canadian Press", "Anne Dumas, La Presse Canadienne"),
        (CREDIT, "AFP", "Avec l’Agence France-Presse"),
        (CREDIT, "AP", "Avec des informations de l’Associated Press"),
        (CREDIT, "Reuters", "(Anne Dumas et Paul Lenoir, avec la contribution de Lise Autran, édité par Marc Tellier)"),
        (CREDIT, "Canadian Press", "Ce texte de La Presse Canadienne a été publié une première fois le 3 mai 2022."),
        (CREDIT, "agencies", "D’après agences"),
        (MENTION, "", "Le porte-parole a confirmé l’information à l’AFP."),
        (MENTION, "", "« C’est fini », a-t-elle lâché, jointe par l’AFP"),
        (MENTION, "", "L’information, révélée par Reuters, a fait bondir le titre."),
        (MENTION, "", "Selon l’AFP et Reuters, le navire a coulé dans la nuit."),
        (MENTION, "", "Le groupe a signé un contrat de dix ans avec Bloomberg."),
        (MENTION, "", "AFP et Reuters se disputent le marché de la vidéo."),
        (MENTION, "", "Belga – l’agence belge – emploie une centaine de journalistes."),
        (PICTURE, "", "Le ministre des Transports, ici en mars (photo d’archives AFP)."),
        (PICTURE, "", "Le port de Vernay. Photo Reuters"),
        (PICTURE, "", "AFP / Anne Dumas"),
        (PICTURE, "", "(Photo : Paul Lenoir/AFP)"),
        (NONE, "", "Avec Anadel, la société lance une carte à puce."),
        (NONE, "", "La map du réseau est affichée en gare."),
        (CREDIT, "AFP", "Nations unies (États-Unis), 2 juin 2022 (AFP) - Le Conseil s’est réuni à huis clos."),
        (CREDIT, "AFP", "(AFP) - Le Conseil s’est réuni à huis clos."),
        (CREDIT, "Reuters", "LONDRES, 2 juin (Reuters) – Le sterling recule."),
        (CREDIT, "AFP", "Le Ponant.fr avec AFP"),
        (CREDIT, "AFP", "Par A.D. avec AFP le 2 juin 2022 à 18h30"),
        (CREDIT, "AFP, AP", "Avec AFP et AP"),
        (CREDIT, "AFP", "Texte par : AFP"),
        (CREDIT, "Belga", "Par Belga"),
        (CREDIT, "Belga", "AD avec Belga"),
        (CREDIT, "Keystone-ATS", "Le procès reprendra lundi. (ATS)"),
        (CREDIT, "Canadian Press", "Paul Lenoir - La Presse canadienne"),
        (CREDIT, "agencies", "Agences"),
        (CREDIT, "Reuters", "(Version française Anne Dumas)"),
        (CREDIT, "Bloomberg", "©2022 Bloomberg L.P."),
        (CREDIT, "AFP", "(L’essentiel/AFP)"),
        (CREDIT, "Anadolu", "Agence Anadolu"),
        (MENTION, "", "« Nous sommes prêts », a confié à Reuters un diplomate."),
        (MENTION, "", "L’AFP n’a pas pu vérifier ces images de source indépendante."),
        (MENTION, "", "Une vidéo authentifiée par l’AFP montre le navire."),
        (MENTION, "", "La correspondante de la BBC, de l’AFP et de Reuters ont été expulsées."),
        (MENTION, "", "Le chiffre, donné par Interfax (proche du pouvoir), est contesté."),
        (MENTION, "", "Sollicité par l’Agence France-Presse, le groupe n’a pas répondu."),
        (PICTURE, "", "Le Premier ministre à l’Assemblée, le 2 juin. © Anne Dumas, AFP"),
        (PICTURE, "", "Anne Dumas / AP / SIPA"),
        (PICTURE, "", "Photo d’illustration. | AFP"),
        (NONE, "", "La banque a cédé sa filiale de courtage (voir encadré)."),
        (NONE, "", "Par décret, le préfet a fermé le site"),
        (NONE, "", "Source d’inquiétude : la sécheresse"),
    ],
    "en": [
        (CREDIT, "AFP", "Geneva (AFP) – Delegates parted without a deal."),
        (CREDIT, "AFP", "AFP - Dockers voted to return to work."),
        (CREDIT, "Reuters", "WASHINGTON/ANKARA, April 12 (Reuters) - Delegates parted without a deal."),
        (CREDIT, "AP", "VERNAY, France (AP) -- The harbour reopened on Tuesday."),
        (CREDIT, "AP", "By ANNE DUMAS and PAUL LENNOX Associated Press"),
        (CREDIT, "AP", "AP writers Ann Otter in Ankara and Paul Lennox in Vernay contributed."),
        (CREDIT, "AP", "The Harbour Gazette and The Associated Press"),
        (CREDIT, "Reuters", "Reporting by Paul Lennox, Writing by Ann Otter, Editing by Mary Tell"),
        (CREDIT, "Reuters", "Storm closes harbour | Reuters"),
        (CREDIT, "AFP, Reuters", "Compiled from AFP and Reuters reports"),
        (CREDIT, "AP", "This story includes reporting by The Associated Press."),
        (CREDIT, "Canadian Press", "With a report from The Canadian Press"),
        (CREDIT, "Bloomberg", "(c) 2022, Bloomberg News"),
        (CREDIT, "Canadian Press", "The Canadian Press"),
        (CREDIT, "dpa", "dpa/rk"),
        (CREDIT, "Xinhua", "Source: Xinhua"),
        (MENTION, "", "The spokesman confirmed the report to Reuters."),
        (MENTION, "", "“It is over,” she said, reached by AFP"),
        (MENTION, "", "The news, broken by Bloomberg, sent the share up."),
        (MENTION, "", "Both AP and Reuters said the ship had sunk."),
        (MENTION, "", "The group has signed a ten-year contract with Bloomberg."),
        (MENTION, "", "AFP and Reuters compete for video."),
        (MENTION, "", "By contrast, he would not speak to Reuters"),
        (PICTURE, "", "The transport minister, seen in March (AFP file picture)."),
        (PICTURE, "", "The harbour of Vernay. Reuters photo"),
        (PICTURE, "", "AFP / Ann Otter"),
        (PICTURE, "", "(Photo: Paul Lennox/AFP)"),
        (NONE, "", "Pap smears are free, and so are maps."),
        (NONE, "", "Tap water was safe to drink, the ministry said."),
        (CREDIT, "AFP", "United Nations (United States), June 2, 2022 (AFP) - The council met behind closed doors."),
        (CREDIT, "AP", "(AP) — The council met behind closed doors."),
        (CREDIT, "Reuters", "LONDON, June 2 (Reuters) – Sterling fell."),
        (CREDIT, "AFP", "The Harbour.com with AFP"),
        (CREDIT, "AFP", "By A.D. with AFP"),
        (CREDIT, "AFP, AP", "With AFP and AP"),
        (CREDIT, "AP", "From The Associated Press"),
        (CREDIT, "PA", "By PA Media"),
        (CREDIT, "PA", "By Anne Dumas, PA"),
        (CREDIT, "UPI", "The trial resumes on Monday. (UPI)"),
        (CREDIT, "Canadian Press", "Paul Lennox - The Canadian Press"),
        (CREDIT, "agencies", "Agencies"),
        (CREDIT, "Reuters", "(Writing by Ann Otter; editing by Mary Tell)"),
        (CREDIT, "Bloomberg", "More stories like this are available on bloomberg.com. ©2022 Bloomberg L.P."),
        (CREDIT, "AP", "(Harbour Gazette/AP)"),
        (CREDIT, "AP", "Contributing: The Associated Press"),
        (MENTION, "", "“We are ready,” a diplomat told AFP."),
        (MENTION, "", "Reuters could not independently verify the pictures."),
        (MENTION, "", "A video verified by AFP shows the ship."),
        (MENTION, "", "Reporters of the BBC, AFP and Reuters were expelled."),
        (MENTION, "", "The figure, given by Interfax (close to the state), is disputed."),
        (MENTION, "", "The company did not respond to a request from The Associated Press."),
        (PICTURE, "", "The prime minister in parliament on June 2. © Ann Otter, AFP"),
        (PICTURE, "", "Ann Otter / AP / SIPA"),
        (PICTURE, "", "Stock picture. | AFP"),
        (NONE, "", "The bank sold its brokerage (see box)."),
        (NONE, "", "By decree, the prefect closed the site"),
        (NONE, "", "Source of concern: the drought"),
    ],
}  # fmt: skip
# Lines written after all patterns, and run once, to score them.
FRESH: dict[str, list[tuple[str, str, str]]] = {
    "fr": [
        (CREDIT, "AFP", "BERLIN, 7 juin 2022 (AFP) - Le chancelier a reçu les ouvriers du chantier naval."),
        (CREDIT, "AFP", "Le navire est reparti dans l’après-midi. (avec AFP)"),
        (CREDIT, "AFP", "La rédaction avec AFP"),
        (CREDIT, "Reuters", "(Reportage de Lise Autran à Vernay, rédigé par Paul Lenoir, édité par Anne Dumas)"),
        (CREDIT, "AP", "ANKARA (AP) - Le Parlement a ratifié le traité."),
        (CREDIT, "AFP", "Par Anne Dumas avec AFP"),
        (CREDIT, "AFP, Reuters", "Source : AFP / Reuters"),
        (CREDIT, "Canadian Press", "OTTAWA — Le député a démissionné.\n\nLa Presse Canadienne"),
        (CREDIT, "Keystone-ATS", "BERNE (ATS). Le Conseil fédéral a tranché."),
        (CREDIT, "Belga", "Le tribunal rendra sa décision en juin. (Belga)"),
        (CREDIT, "AFP", "© Agence France-Presse"),
        (CREDIT, "agencies", "avec agences"),
        (CREDIT, "TASS", "MOSCOU, 7 juin. /TASS/. Le Kremlin ne commente pas."),
        (CREDIT, "dpa", "(dpa)"),
        (CREDIT, "AFP", "Article écrit avec AFP."),
        (MENTION, "", "« Nous verrons bien », a soufflé un diplomate à l’agence AFP."),
        (MENTION, "", "Des journalistes de l’AFP ont entendu plusieurs explosions."),
        (MENTION, "", "Selon l’agence de presse Xinhua (officielle), l’essai a réussi."),
        (MENTION, "", "Reuters a rapporté mardi que l’accord était proche, citant deux sources."),
        (MENTION, "", "Elle a dirigé le bureau d’Associated Press à Ankara."),
        (MENTION, "", "Il l’a redit lundi soir à Bloomberg."),
        (PICTURE, "", "Un docker sur le port, le 7 juin. LISE AUTRAN / AFP"),
        (PICTURE, "", "© Lise Autran/Reuters"),
        (PICTURE, "", "Crédits : AFP / Lise Autran"),
        (NONE, "", "Le contrat a été signé avec Aparel, un concurrent."),
        (NONE, "", "(voir page 4)"),
    ],
    "en": [
        (CREDIT, "AFP", "BERLIN, June 7, 2022 (AFP) - The chancellor received the shipyard’s workers."),
        (CREDIT, "AFP", "The ship left in the afternoon. (with AFP)"),
        (CREDIT, "AFP", "Newsroom with AFP"),
        (CREDIT, "Reuters", "(Reporting by Lisa Autry in Vernay, writing by Paul Lennox, editing by Ann Otter)"),
        (CREDIT, "AP", "ANKARA (AP) - Parliament ratified the treaty."),
        (CREDIT, "AFP", "By Ann Otter with AFP"),
        (CREDIT, "AFP, Reuters", "Source: AFP / Reuters"),
        (CREDIT, "Canadian Press", "OTTAWA — The member resigned.\n\nThis report by The Canadian Press was first published June 7, 2022."),
        (CREDIT, "PTI", "Mumbai, Jun 7 (PTI) The rupee fell by 12 paise."),
        (CREDIT, "UPI", "June 7 (UPI) -- The court will rule in July."),
        (CREDIT, "AFP", "© Agence France-Presse"),
        (CREDIT, "agencies", "with agencies"),
        (CREDIT, "TASS", "MOSCOW, June 7. /TASS/. The Kremlin does not comment."),
        (CREDIT, "dpa", "(dpa)"),
        (CREDIT, "AP", "The Associated Press contributed reporting."),
        (MENTION, "", "“We shall see,” a diplomat told the AFP news agency."),
        (MENTION, "", "AFP reporters heard several explosions."),
        (MENTION, "", "According to the Xinhua news agency (state-run), the test succeeded."),
        (MENTION, "", "Reuters reported on Tuesday that a deal was near, citing two sources."),
        (MENTION, "", "She was bureau chief of The Associated Press in Ankara."),
        (MENTION, "", "He said so again on Monday evening to Bloomberg."),
        (PICTURE, "", "A docker in the harbour on June 7. LISA AUTRY / AFP"),
        (PICTURE, "", "© Lisa Autry/Reuters"),
        (PICTURE, "", "Credit: AFP / Lisa Autry"),
        (NONE, "", "The contract was signed with Apparel, a rival."),
        (NONE, "", "(see page 4)"),
    ],
}  # fmt: skip
Labels = list[tuple[str, str, str]]
HELD_OUT: dict[str, dict[str, Labels]] = {
    "labelled, odd half": {language: lines[1::2] for language, lines in LABELLED.items()},
    "fresh": FRESH,
}


def agencies_of(joined: str | None) -> set[str]:
    return set(filter(None, (joined or "").split(", ")))


def scores(lines: Labels, language: str) -> tuple[float, float]:
    """Return precision and recall, counted by agencies of a line."""
    pairs = [(agencies_of(wire_of(line, language)), agencies_of(wanted)) for _, wanted, line in lines]
    right = sum(len(found & wanted) for found, wanted in pairs)
    return right / sum(len(found) for found, _ in pairs), right / sum(len(wanted) for _, wanted in pairs)


@pytest.mark.parametrize("held_out", HELD_OUT)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_credits_are_found_in_lines_held_out(language: str, held_out: str) -> None:
    precision, recall = scores(HELD_OUT[held_out][language], language)
    print(f"\n{held_out}, {language}: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.85


@pytest.mark.parametrize("language", ["fr", "en"])
def test_at_least_sixty_lines_are_labelled_in_each_language(language: str) -> None:
    kinds = [kind for kind, _, _ in LABELLED[language]]
    assert len(kinds) >= 60
    assert set(kinds) == {CREDIT, MENTION, PICTURE, NONE}
    assert all(bool(wanted) == (kind == CREDIT) for kind, wanted, _ in LABELLED[language])


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (language, line)
        for language in LABELLED
        for kind, _, line in [*LABELLED[language], *HARDER[language]]
        if kind != CREDIT
    ],
)
def test_a_mention_a_picture_and_anything_else_is_no_credit(language: str, line: str) -> None:
    assert credited_agencies(line, language) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_credit_points_at_its_evidence_in_the_article(language: str) -> None:
    for _, wanted, line in LABELLED[language]:
        text = f"L’été, le 𝔽 port.\n\n{line}\n\nA last paragraph."
        found = credited_agencies(text, language)
        assert agencies_of(wire_of(text, language)) >= agencies_of(wanted)
        for credit in found:
            assert text[credit.start : credit.end] == credit.evidence
            assert credit.evidence in line


def test_an_agency_that_is_credited_twice_is_named_once() -> None:
    text = "PARIS (AFP) - Le port a rouvert.\n\nLe trafic a repris. (AFP, Reuters)\n\n© AFP"
    assert wire_of(text, "fr") == "AFP, Reuters"
    assert [(credit.agency, credit.start) for credit in credited_agencies(text, "fr")] == [
        ("AFP", 0),
        ("Reuters", text.index("(AFP, R")),
    ]


def test_a_text_without_credits_has_no_wire() -> None:
    assert wire_of("", "fr") is None
    assert wire_of("The port reopened, Reuters reported.", "en") is None


@pytest.mark.parametrize(
    ("outlet", "agency"),
    [("AFP", "AFP"), ("Agence France-Presse", "AFP"), ("The Associated Press", "AP"), ("La Presse Canadienne", "Canadian Press"),
     ("reuters", "Reuters"), (" Reuters ", "Reuters"), ("Le Courrier", None), ("Reuters Review", None), ("agencies", None), ("", None)],
)  # fmt: skip
def test_an_outlet_that_is_an_agency_is_known(outlet: str, agency: str | None) -> None:
    assert agency_named(outlet) == agency


def test_another_language_is_refused() -> None:
    with pytest.raises(SinorusError, match=r"'de'.*fr, en"):
        credited_agencies("(dpa)", "de")


PIECES = st.sampled_from(
    ["AFP", "(AFP)", "Reuters", "/", "avec ", "By ", "par ", "©", " - ", ". ", "\n", "(", ")", "agences", "x" * 900]
)


@pytest.mark.parametrize("language", ["fr", "en"])
@given(text=st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_no_text_is_too_much_and_evidence_is_always_in_it(language: str, text: str) -> None:
    for credit in credited_agencies(text, language):
        assert text[credit.start : credit.end] == credit.evidence
        assert 0 <= credit.start < credit.end <= len(text)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hostile_lines_take_no_time(language: str) -> None:
    import time

    begun = time.perf_counter()
    for piece in ("AFP, ", "(AFP) ", "By AFP and ", "A ", "Anne et ", ") ", "/", "avec "):
        assert isinstance(credited_agencies(piece * 100_000, language), list)
        assert isinstance(credited_agencies((piece * 150)[:790] + "\n", language), list)
    assert time.perf_counter() - begun < 10
