#include "core/engine/closingsequence.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <vector>

using namespace wick::core;
using wick::test::usd;

namespace {

constexpr Reason kTest{"TEST_CLOSING", "The test closes."};
constexpr Timestamp kStart = Timestamp{} + hours(1);

/// One engine as core and venue see it, moved by hand.
class World
{
public:
    ClosingSequence sequence;
    Timestamp now = kStart;
    std::int64_t lots = 0;
    std::vector<OrderRecord> working;
    std::optional<VenueState> venue = VenueState{};
    std::optional<Price> last = usd(2'000);
    Timestamp lastNews = kStart;

    /// Holds it, protected, and both sides know.
    void hold(std::int64_t held)
    {
        lots = held;
        venue->lots = held;
        rest(OrderRole::ProtectiveStop, 2);
    }
    /// An order that both sides know.
    void rest(OrderRole role, std::uint64_t id)
    {
        book(role, id, true);
        venue->orders.push_back({OrderId{id}, role, Quantity{1}});
    }
    void book(OrderRole role, std::uint64_t id, bool answered)
    {
        OrderRecord record;
        record.id = OrderId{id};
        record.role = role;
        record.decidedAt = now;
        record.changedAt = now;
        static_cast<void>(record.machine.apply(OrderStep::Send).has_value());
        if (answered) {
            static_cast<void>(record.machine.apply(OrderStep::Accept).has_value());
        }
        drop(role);
        working.push_back(record);
    }
    void drop(OrderRole role)
    {
        std::erase_if(working, [role](const auto& record) { return record.role == role; });
    }
    /// Gone on both sides.
    void end(OrderRole role)
    {
        drop(role);
        InlineVector<VenueOrder, 4> left;
        for (const auto& order : venue->orders) {
            if (order.role != role) {
                left.push_back(order);
            }
        }
        venue->orders = left;
    }
    ClosingMoves step() { return sequence.step({now, lots, working, venue, last, lastNews}); }
    void begin() { sequence.begin(EngineId{0}, kTest, now); }
    void pass(Duration time)
    {
        now = now + time;
        lastNews = now;
    }
};

} // namespace

class ClosingSequenceTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void doesNothingUntilItBegins();
    void isDoneAtOnceWhenNothingIsThere();
    void takesEntriesBackAndClosesInOneMove();
    void theCollarWidensWithEachCloseThatComesBack();
    void aStalePriceStartsWithTheWidestCollar();
    void withoutAPriceAnyPriceWillDo();
    void anUnansweredCloseIsSentAgainAtItsDeadline();
    void anAcceptedCloseIsLeftAlone();
    void aRejectedCloseIsNotHammered();
    void theRestOfAPartlyFilledCloseIsClosed();
    void silenceIsNeverSuccess();
    void theStopStaysUntilTheVenueShowsFlat();
    void anEntryThatFillsLateIsClosedToo();
    void anEntryOnItsWayIsWaitedForUntilItsApprovalHasRunOut();
    void aCancelThatWasLostIsSentAgain();
    void whatTheVenueDoesNotKnowIsForgotten();
    void aCopyGoesOnFromWhatTheVenueShows();
    void aNewerReasonKeepsTheTrigger();
    void itsTimesAreCountedFromTheTrigger();
};

void ClosingSequenceTest::doesNothingUntilItBegins()
{
    World world;
    world.hold(10);
    QVERIFY(world.step().none());
    QVERIFY(!world.sequence.active());
}

void ClosingSequenceTest::isDoneAtOnceWhenNothingIsThere()
{
    World world;
    world.begin();
    const ClosingMoves moves = world.step();
    QVERIFY(moves.done && !moves.cancelEntries && !moves.close && moves.cancel.empty());
    QVERIFY(!world.sequence.active());
    QVERIFY(!world.sequence.report().lastCancelAt);
}

void ClosingSequenceTest::takesEntriesBackAndClosesInOneMove()
{
    World world;
    world.hold(-10);
    world.rest(OrderRole::Entry, 1);
    world.begin();
    const ClosingMoves moves = world.step();
    QVERIFY(moves.cancelEntries);
    QVERIFY(moves.close.has_value());
    QVERIFY(moves.close->side == Side::Buy);
    QCOMPARE(moves.close->quantity.count(), 10);
    QVERIFY2(moves.cancel.empty(), "the stop stays");
    world.book(OrderRole::Exit, 5, false);
    QVERIFY2(world.step().none(), "nothing is asked for twice at the same time");
}

void ClosingSequenceTest::theCollarWidensWithEachCloseThatComesBack()
{
    World world;
    world.hold(10);
    world.begin();
    std::vector<std::int64_t> worst;
    for (int i = 0; i < 6; ++i) {
        const ClosingMoves moves = world.step();
        QVERIFY(moves.close.has_value());
        worst.push_back(moves.close->worst->count());
        world.pass(seconds(1)); // it came back unfilled
    }
    QCOMPARE(worst,
             (std::vector<std::int64_t>{198'000, 196'000, 190'000, 180'000, 180'000, 180'000}));
    QCOMPARE(world.sequence.report().closes, std::int64_t{6});
    QCOMPARE(world.sequence.report().collar, closing::kCollar.back());
}

void ClosingSequenceTest::aStalePriceStartsWithTheWidestCollar()
{
    World world;
    world.hold(-10);
    world.begin();
    world.lastNews = world.now - closing::kStaleAfter;
    World stale = world;
    stale.lastNews = stale.lastNews - Duration{1};
    QCOMPARE(world.step().close->worst->count(), 202'000); // equal is still fresh
    QCOMPARE(stale.step().close->worst->count(), 220'000);
}

void ClosingSequenceTest::withoutAPriceAnyPriceWillDo()
{
    World world;
    world.hold(10);
    world.last.reset();
    world.begin();
    const ClosingMoves moves = world.step();
    QVERIFY(moves.close && !moves.close->worst);
}

void ClosingSequenceTest::anUnansweredCloseIsSentAgainAtItsDeadline()
{
    World world;
    world.hold(10);
    world.begin();
    static_cast<void>(world.step());
    world.book(OrderRole::Exit, 5, false);
    world.pass(Duration{closing::kAnswerWithin.count() - 1});
    QVERIFY(world.step().none());
    world.pass(Duration{1});
    const ClosingMoves moves = world.step();
    QVERIFY(moves.close.has_value());
    QCOMPARE(moves.close->worst->count(), 196'000);
}

void ClosingSequenceTest::anAcceptedCloseIsLeftAlone()
{
    World world;
    world.hold(10);
    world.begin();
    static_cast<void>(world.step());
    world.rest(OrderRole::Exit, 5);
    world.pass(hours(48));
    QVERIFY2(world.step().none(), "the venue is working on it: its market may be closed");
    world.venue.reset();
    QVERIFY2(world.step().none(), "and nothing newer is known");
}

void ClosingSequenceTest::aRejectedCloseIsNotHammered()
{
    World world;
    world.hold(10);
    world.begin();
    QVERIFY(world.step().close.has_value());
    QVERIFY(world.step().none()); // rejected at once: there is no record of it any more
    world.pass(Duration{closing::kAgainAfter.count() - 1});
    QVERIFY(world.step().none());
    world.pass(Duration{1});
    QVERIFY(world.step().close.has_value());
}

void ClosingSequenceTest::theRestOfAPartlyFilledCloseIsClosed()
{
    World world;
    world.hold(10);
    world.begin();
    static_cast<void>(world.step());
    world.rest(OrderRole::Exit, 5);
    world.lots = 4;
    world.venue->lots = 4;
    world.pass(seconds(2));
    QVERIFY2(world.step().none(), "its rest is still at work");
    world.end(OrderRole::Exit);
    QCOMPARE(world.step().close->quantity.count(), 4);
}

void ClosingSequenceTest::silenceIsNeverSuccess()
{
    World world;
    world.rest(OrderRole::ProtectiveStop, 2);
    world.begin();
    world.venue.reset();
    for (int i = 0; i < 10; ++i) {
        world.pass(minutes(1));
        QVERIFY2(world.step().none(), "we believe to be flat, and nobody confirms it");
    }
    QVERIFY(world.sequence.active());
    world.venue = VenueState{}; // it says otherwise
    world.venue->lots = 10;
    world.lots = 0;
    QCOMPARE(world.step().close->quantity.count(), 10);
}

void ClosingSequenceTest::theStopStaysUntilTheVenueShowsFlat()
{
    World world;
    world.hold(10);
    world.begin();
    static_cast<void>(world.step());
    world.lots = 0; // we heard of the fill, the venue still shows the position
    world.pass(seconds(1));
    QVERIFY(world.step().cancel.empty());
    world.venue->lots = 0;
    const ClosingMoves moves = world.step();
    QCOMPARE(moves.cancel.size(), std::size_t{1});
    QCOMPARE(moves.cancel[0].count(), std::uint64_t{2});
    QVERIFY(world.sequence.phase() == ClosingPhase::Releasing);
    QVERIFY(!moves.done);
    world.end(OrderRole::ProtectiveStop);
    QVERIFY(world.step().done);
}

void ClosingSequenceTest::anEntryThatFillsLateIsClosedToo()
{
    World world;
    world.hold(10);
    world.begin();
    static_cast<void>(world.step());
    world.lots = 0;
    world.venue->lots = 0;
    world.pass(seconds(1));
    QVERIFY(!world.step().cancel.empty());
    QVERIFY(world.sequence.report().flatAt.has_value());
    world.venue->lots = 7; // an entry whose cancel came too late
    world.pass(seconds(1));
    const ClosingMoves moves = world.step();
    QCOMPARE(moves.close->quantity.count(), 7);
    QVERIFY2(moves.cancel.empty(), "its protection stays");
    QVERIFY(world.sequence.phase() == ClosingPhase::Closing);
    QVERIFY(!world.sequence.report().flatAt.has_value());
}

void ClosingSequenceTest::anEntryOnItsWayIsWaitedForUntilItsApprovalHasRunOut()
{
    World world;
    world.book(OrderRole::Entry, 1, false); // sent, not answered; the venue shows nothing
    world.begin();
    QVERIFY(world.step().cancelEntries);
    world.pass(Duration{closing::kForgetEntryAfter.count() - 1});
    QVERIFY(!world.step().done);
    QVERIFY(world.sequence.active());
    world.pass(Duration{1});
    const ClosingMoves moves = world.step();
    QCOMPARE(moves.forget.size(), std::size_t{1});
    QVERIFY(moves.forget[0] == OrderRole::Entry);
    world.drop(OrderRole::Entry);
    QVERIFY(world.step().done);
}

void ClosingSequenceTest::aCancelThatWasLostIsSentAgain()
{
    World world;
    world.rest(OrderRole::Entry, 1);
    world.begin();
    QVERIFY(world.step().cancelEntries);
    QVERIFY(world.step().none());
    world.pass(closing::kAgainAfter);
    QVERIFY(world.step().cancelEntries);
    QCOMPARE(world.sequence.report().cancels, std::int64_t{2});
}

void ClosingSequenceTest::whatTheVenueDoesNotKnowIsForgotten()
{
    World world;
    world.book(OrderRole::Exit, 5, false);
    world.begin();
    QVERIFY(world.step().none());
    world.pass(closing::kAnswerWithin);
    const ClosingMoves moves = world.step();
    QCOMPARE(moves.forget.size(), std::size_t{1});
    world.drop(OrderRole::Exit);
    QVERIFY(world.step().done);
}

void ClosingSequenceTest::aCopyGoesOnFromWhatTheVenueShows()
{
    // A restart at each step: the sequence is the same value, what we believed of orders is gone.
    World world;
    world.hold(10);
    world.rest(OrderRole::Entry, 1);
    world.begin();
    static_cast<void>(world.step());
    world.rest(OrderRole::Exit, 5);
    World again = world;
    again.working.clear();
    QVERIFY2(again.step().none(), "the close that is at work there is not sent twice");
    again.pass(seconds(1));
    QVERIFY(again.step().cancelEntries);
    again.end(OrderRole::Exit);
    QCOMPARE(again.step().close->quantity.count(), 10);
    again.venue->lots = 0;
    again.lots = 0;
    again.end(OrderRole::Entry);
    again.pass(seconds(1));
    QCOMPARE(again.step().cancel.size(), std::size_t{1});
    again.end(OrderRole::ProtectiveStop);
    QVERIFY(again.step().done);
}

void ClosingSequenceTest::aNewerReasonKeepsTheTrigger()
{
    constexpr Reason kNewer{"TEST_NEWER", "The test has a newer reason."};
    World world;
    world.hold(10);
    world.begin();
    world.pass(seconds(3));
    world.sequence.begin(EngineId{0}, kNewer, world.now);
    QCOMPARE(world.sequence.report().since, kStart);
    QVERIFY(world.sequence.report().reason == kNewer);
}

void ClosingSequenceTest::itsTimesAreCountedFromTheTrigger()
{
    World world;
    world.hold(10);
    world.rest(OrderRole::Entry, 1);
    world.begin();
    static_cast<void>(world.step());
    QCOMPARE(*world.sequence.report().lastCancelAt, kStart);
    world.end(OrderRole::Entry);
    world.lots = 0;
    world.venue->lots = 0;
    world.pass(seconds(2));
    static_cast<void>(world.step());
    world.end(OrderRole::ProtectiveStop);
    world.pass(seconds(1));
    QVERIFY(world.step().done);
    const ClosingReport& report = world.sequence.report();
    QCOMPARE(*report.flatAt - report.since, seconds(2));
    QCOMPARE(*report.lastCancelAt - report.since, seconds(2));
    QCOMPARE(report.doneAt - report.since, seconds(3));
    QCOMPARE(report.cancels, std::int64_t{2});
    QCOMPARE(report.closes, std::int64_t{1});
}

WICK_TEST(ClosingSequenceTest)
#include "tst_closingsequence.moc"
