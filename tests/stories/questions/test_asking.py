"""Asking in every way there is: the form, without a name, from a message, where the bot is not."""

from sandbox import CommandResult, Message
from tests.stories.company import Company


async def test_learn_alone_opens_a_form_that_asks(company: Company) -> None:
    ana = company.ana
    await ana.types("#learning", "/learn")
    modal = ana.modal
    assert modal is not None
    assert modal.title == "Ask a question"
    result = await ana.submits(
        {
            "Your question": "How do I write a good commit message?",
            "Details": "Mine are too long.",
            "Topics": ["git"],
        }
    )
    assert result.ok
    card = (await company.sandbox.until(company.cards))[0]
    assert "How do I write a good commit message?" in card.all_text
    assert "Mine are too long." in card.all_text
    assert "#git" in card.all_text
    assert ana.modal is None


async def test_topics_are_found_while_typing_and_new_ones_can_be_added(company: Company) -> None:
    await company.asked(company.ben, "Which index fits? #postgres")
    await company.ana.types("#learning", "/learn")
    assert await company.ana.looks_up("Topics", "post") == ["#postgres", "#post (new)"]
    assert await company.ana.looks_up("Topics", "#Postgres") == ["#postgres"]
    assert await company.ana.looks_up("Topics", "!!!") == ["#postgres"]


async def test_a_form_without_a_question_says_so_at_the_field(company: Company) -> None:
    await company.ana.types("#learning", "/learn")
    result = await company.ana.submits({"Your question": "   "})
    assert result.errors == {"Your question": "What would you like to know? Write a question first."}
    assert company.cards() == []


async def test_someone_asks_without_their_name_and_nobody_learns_it(company: Company) -> None:
    freya = company.freya
    await freya.types("#learning", "/learn")
    await freya.submits({"Your question": "Is it fine to say no?", "Your name": ["Ask without my name"]})
    card = (await company.sandbox.until(company.cards))[0]
    assert "Asked by Someone" in card.all_text
    for message in company.sandbox.workspace.messages():
        assert freya.id not in str(message.data), "her id is in what others can read"
    reply = await company.ben.types("#learning", "It is.", thread=card)
    assert isinstance(reply, Message)
    question = await company.hears(freya, "Did this answer it?")
    await freya.presses(question, "Accept")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)
    assert freya.id not in str(company.card(card.ts).data)


async def test_any_message_becomes_a_question(company: Company) -> None:
    said = await company.kate.types("#general", "Does anybody know how refunds are booked, @ben?")
    assert isinstance(said, Message)
    await company.ana.uses("Ask this as a question", said)
    await company.ana.submits({})
    card = (await company.sandbox.until(lambda: company.cards("#general")))[0]
    assert "Does anybody know how refunds are booked, @Ben?" in card.all_text
    assert "Asked about this message" in card.all_text


async def test_where_the_bot_is_not_the_words_go_along_into_a_form(company: Company) -> None:
    ana = company.ana
    result = await ana.types("#random", "/learn How do I book a desk?")
    assert isinstance(result, CommandResult)
    assert result.ok
    assert ana.modal is not None
    assert "I'm not in that channel" in ana.modal.all_text
    refused = await ana.submits({"Channel": "#random"})
    assert "Channel" in refused.errors
    await ana.submits({"Channel": "#general"})
    card = (await company.sandbox.until(lambda: company.cards("#general")))[0]
    assert "How do I book a desk?" in card.all_text
    assert ana.modal is not None
    assert "I'm asking in" in ana.modal.all_text


async def test_the_bot_can_ask_in_a_channel_from_the_moment_it_is_invited(company: Company) -> None:
    await company.ana.types("#random", "/learn Is anybody here?")
    await company.ana.closes()
    await company.ana.invites("#random", "teachback")
    await company.settled()
    card = await company.asked(company.ana, "Is anybody here now?", "#random")
    assert "Is anybody here now?" in card.all_text


async def test_the_workspaces_questions_channel_takes_them_all(sqlite_url: str) -> None:
    company = Company(sqlite_url)
    company.use(questions_channel=company.sandbox.workspace.channel("#learning").id)
    async with company:
        result = await company.ana.types("#random", "/learn Where do questions go?")
        assert isinstance(result, CommandResult)
        assert result.message is not None
        assert "I'm asking in" in result.message.all_text
        assert len(await company.sandbox.until(company.cards)) == 1


async def test_help_explains_with_examples(company: Company) -> None:
    result = await company.ana.types("#learning", "/learn help")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "/learn find rebase" in result.message.all_text


async def test_from_and_topic_alone_ask_which_one_and_post_nothing(company: Company) -> None:
    for verb in ("from", "Topic"):
        result = await company.ana.types("#learning", f"/learn {verb}")
        assert isinstance(result, CommandResult)
        assert result.message is not None
        assert f"Which topic? `/learn {verb.casefold()} postgres`" in result.message.all_text
    assert company.cards() == []


async def test_a_search_that_finds_nothing_offers_to_ask(company: Company) -> None:
    result = await company.ana.types("#learning", "/learn find vegan recipes")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "I found nothing about “vegan recipes” yet" in result.message.all_text
    await company.ana.presses(result.message, "Ask it")
    await company.ana.submits({})
    card = (await company.sandbox.until(company.cards))[0]
    assert "vegan recipes" in card.all_text


async def test_the_form_shows_what_is_known_before_it_asks(company: Company) -> None:
    card = await company.asked(company.hugo, "How do I renew my badge?")
    reply = await company.ben.types("#learning", "At the front desk, before noon.", thread=card)
    assert isinstance(reply, Message)
    await company.hugo.reacts(reply, "white_check_mark")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)

    ana = company.ana
    await ana.types("#learning", "/learn")
    await ana.submits({"Your question": "how can I renew the badge?"})
    assert ana.modal is not None
    assert "At the front desk, before noon." in ana.modal.all_text
    await ana.presses(ana.modal, "That answers it")
    await company.hears(company.ben, "just helped someone else")
    await company.sandbox.until(lambda: "Good to hear" in (ana.modal.all_text if ana.modal else ""))

    kate = company.kate
    await kate.types("#learning", "/learn")
    await kate.submits({"Your question": "how can I renew the badge?"})
    await kate.submits()
    await company.sandbox.until(lambda: len(company.cards()) == 2)


async def test_ask_anyway_pressed_twice_asks_once(company: Company) -> None:
    card = await company.asked(company.hugo, "How do I renew my badge?")
    reply = await company.ben.types("#learning", "At the front desk.", thread=card)
    assert isinstance(reply, Message)
    await company.hugo.reacts(reply, "white_check_mark")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)
    result = await company.ana.types("#learning", "/learn renew badge")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    await company.ana.presses(result.message, "Ask anyway")
    await company.ana.presses(result.message, "Ask anyway")
    await company.sandbox.until(lambda: len(company.cards()) == 2)
    assert (await company.logged()).count("asked") == 2
