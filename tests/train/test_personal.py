"""Nothing that names a person is trained on unawares."""

import pytest

from commscore.errors import RecipeError
from commscore.train.personal import check_private
from commscore.types import Report
from conftest import consultation


def test_a_number_in_the_data_is_refused_by_kind_and_document_and_not_in_its_words() -> None:
    told = Report(consultation("D: What is your number?", "P: It is 07700 900334, ask for Tom."))
    match = r"1 documents hold 1 telephone number \(.*--privacy off"
    with pytest.raises(RecipeError, match=match) as refused:
        check_private([told])
    assert "900334" not in str(refused.value)


@pytest.mark.parametrize("said", ["P: Tom came on 3 May.", "P: Ring 111.", "P: one two three four five"])
def test_a_name_a_date_or_a_count_alone_is_trained_on(said: str) -> None:
    check_private([Report(consultation("D: How are you?", said))])
