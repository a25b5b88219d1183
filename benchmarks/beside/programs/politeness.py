"""ConvoKit: its parse of each turn, its politeness strategies, and how the talking time is shared."""

from typing import Any

import spacy
from convokit import Corpus, PolitenessStrategies, Speaker, TextParser, Utterance
from convokit.talktimesharing import TalkTimeSharing
from timing import answer, material, took

GROUPS = {"clinician": "groupA", "patient": "groupB"}  # ConvoKit's own names; there are two


def corpus(documents: list[dict[str, Any]]) -> Corpus:
    """Return the consultations of two speakers as ConvoKit takes them."""
    said = []
    for document in documents:
        start = f"{document['id']}-0"
        for number, turn in enumerate(document["turns"]):
            times = {"start": turn["start"], "stop": turn["end"], "utt_group": GROUPS[turn["role"]]}
            said.append(
                Utterance(
                    id=f"{document['id']}-{number}",
                    speaker=Speaker(id=f"{document['id']}-{turn['role']}"),
                    conversation_id=start,
                    text=turn["text"],
                    timestamp=number,
                    meta=times,
                )
            )
    return Corpus(utterances=said)


if __name__ == "__main__":
    given = material()
    parser, load = took(
        lambda: TextParser(spacy_nlp=spacy.load(given["spacy"], disable=["ner"]))  # as it loads its own
    )
    strategies, shares = PolitenessStrategies(), TalkTimeSharing()
    strategies.transform(parser.transform(corpus(given["warm"])))
    talk, corpus_built = took(lambda: corpus(given["documents"]))
    _, parse = took(lambda: parser.transform(talk))
    _, polite = took(lambda: strategies.transform(talk))
    _, shared = took(lambda: shares.transform(talk))
    stages = {"load": load, "corpus": corpus_built, "parse": parse, "politeness": polite, "talk": shared}
    answer(stages, ["convokit", "spacy"], documents=len(given["documents"]))
