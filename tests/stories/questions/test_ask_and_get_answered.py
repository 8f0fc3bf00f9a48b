"""The main job: ask, get answered, accept, find it again."""

from tests.stories.company import Company


async def test_ana_asks_ben_answers_ana_accepts_and_hugo_finds_it(any_company: Company) -> None:
    company = any_company
    ana, ben, hugo = company.ana, company.ben, company.hugo

    card = await company.asked(ana, "How do I roll back a payment deploy? #deploys")
    assert "How do I roll back a payment deploy?" in card.all_text
    assert "#deploys" in card.all_text
    assert "💬\u00a0Open" in card.all_text

    await hugo.presses(card, "Follow")
    await company.whispered(hugo, "You now follow")

    reply = await ben.types("#learning", "Run `make rollback` in the deploy repo.", thread=card)
    question = await company.hears(ana, "Did this answer it?")
    assert "make rollback" in question.all_text

    await ana.presses(question, "Accept")
    await company.sandbox.until(lambda: "✅\u00a0Answered" in company.card(card.ts).all_text)
    await company.hears(hugo, "is answered by")
    await company.hears(ben, "Your reply answered")
    assert reply is not None

    result = await hugo.types("#learning", "/learn find rollback deploy")
    assert "make rollback" in result.message.all_text  # type: ignore[union-attr]

    result = await hugo.types("#learning", "/learn how to roll back the deploy of a payment?")
    offered = result.message  # type: ignore[union-attr]
    assert "This may be answered already" in offered.all_text
    await hugo.presses(offered, "That answers it")
    await company.hears(ben, "just helped someone else")
    assert await company.logged() == ["asked", "followed", "answered", "accepted", "matched", "deflected"]
    assert len(company.cards()) == 1
