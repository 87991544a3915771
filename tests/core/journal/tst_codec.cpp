#include "core/journal/codec.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

using namespace wick::core;
using namespace wick::test;

namespace {

std::int64_t anyNumber()
{
    return *rc::gen::arbitrary<std::int64_t>();
}

Command anyCommand()
{
    Command command;
    command.kind =
        static_cast<CommandKind>(*rc::gen::inRange(1, static_cast<int>(kLastCommandKind) + 1));
    if (*rc::gen::arbitrary<bool>()) {
        command.engine = EngineId{*rc::gen::arbitrary<std::uint16_t>()};
    }
    command.halt = static_cast<HaltKind>(*rc::gen::inRange(1, static_cast<int>(kLastHaltKind) + 1));
    command.note = *rc::gen::arbitrary<std::string>();
    command.amount = Money{anyNumber()};
    if (command.kind == CommandKind::SetLimits) {
        command.limits = *rc::gen::element(RiskLimits{}, RiskLimits::open());
    }
    if (command.kind == CommandKind::Tune) {
        command.parameters = *rc::gen::arbitrary<std::string>();
    }
    if (*rc::gen::arbitrary<bool>()) {
        command.market = InstrumentId{*rc::gen::inRange<std::uint16_t>(0, 8)};
        command.event.market = command.market;
    }
    command.event.from = Timestamp{anyNumber()};
    command.event.until = Timestamp{anyNumber()};
    command.status =
        *rc::gen::element(MarketStatus::Open, MarketStatus::ReduceOnly, MarketStatus::Inactive);
    command.skew = Duration{anyNumber()};
    command.stage = *rc::gen::element(Stage::Pennies, Stage::Small, Stage::Full);
    if (command.kind == CommandKind::MoveStop) {
        command.price = Price{anyNumber()};
    }
    return command;
}

bool same(const Command& a, const Command& b)
{
    return a.kind == b.kind && a.engine == b.engine && a.halt == b.halt && a.note == b.note
           && a.amount == b.amount && a.limits == b.limits && a.parameters == b.parameters
           && a.market == b.market && a.event == b.event && a.status == b.status && a.skew == b.skew
           && a.stage == b.stage && a.price == b.price;
}

/// A second of trades with a book in one market, a bar in the other.
struct TwoMarkets
{
    std::vector<Trade> trades{{Timestamp{1'500}, usd(2'000.01), Quantity{12}, Side::Buy},
                              {Timestamp{1'900}, usd(1'999.99), Quantity{700}, Side::Sell}};
    Book book;
    ClosedBar candle = bar(3, 100, 110, 90, 105, 42);
    std::vector<MarketSlice> slices{2};

    TwoMarkets()
    {
        book.time = Timestamp{1'800};
        book.bids[0] = {usd(1'999.9), Quantity{5}};
        book.asks[0] = {usd(2'000.1), Quantity{6}};
        book.bidCount = 1;
        book.askCount = 1;
        slices[0].instrument = InstrumentId{0};
        slices[0].trades = trades;
        slices[0].book = &book;
        slices[0].price = trades.back().price;
        slices[0].mark = usd(2'000);
        slices[1].instrument = InstrumentId{1};
        slices[1].bar = &candle;
        slices[1].price = candle.close;
    }
    [[nodiscard]] MarketStep step() const { return {Timestamp{2'000}, slices}; }
};

/// Whether each shorter piece of these bytes is refused.
template <typename Decode>
bool refusesEveryCut(const Payload& bytes, const Decode& decode)
{
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        if (decode(std::span{bytes}.first(size)).has_value()) {
            return false;
        }
    }
    return true;
}

} // namespace

/// What the journal holds of an input is the input.
class CodecTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCommandComesBack();
    void barsComeBack();
    void aStepComesBack();
    void whatIsCutIsRefused();
    void aCommandOfTheFirstVersionIsRead();
};

void CodecTest::aCommandComesBack()
{
    const bool all = rc::check([] {
        const Command command = anyCommand();
        const auto back = decodeCommand(encode(command));
        RC_ASSERT(back.has_value());
        RC_ASSERT(same(*back, command));
    });
    QVERIFY(all);
}

void CodecTest::barsComeBack()
{
    const bool all = rc::check([] {
        std::vector<ClosedBar> bars;
        const int count = *rc::gen::inRange(0, 50);
        for (int i = 0; i < count; ++i) {
            const auto price = [] {
                return *rc::gen::inRange(1, 100'000);
            };
            ClosedBar one = bar(i + *rc::gen::inRange(0, 3), price(), price(), price(), price(),
                                *rc::gen::inRange(0, 1'000));
            one.origin = *rc::gen::element(BarOrigin::Traded, BarOrigin::NoTrade);
            bars.push_back(one);
        }
        const auto back = decodeBars(encode(bars));
        RC_ASSERT(back.has_value());
        RC_ASSERT(std::equal(back->begin(), back->end(), bars.begin(), bars.end(),
                             [](const ClosedBar& a, const ClosedBar& b) {
                                 return static_cast<const BarValues&>(a) == b
                                        && a.origin == b.origin;
                             }));
    });
    QVERIFY(all);
}

void CodecTest::aStepComesBack()
{
    const TwoMarkets markets;
    auto back = decodeStep(encode(markets.step()));
    QVERIFY(back.has_value());
    const MarketStep step = back->view();
    QCOMPARE(step.time, Timestamp{2'000});
    QCOMPARE(step.slices.size(), std::size_t{2});
    const MarketSlice& first = step.slices[0];
    QVERIFY(std::equal(first.trades.begin(), first.trades.end(), markets.trades.begin(),
                       markets.trades.end()));
    QVERIFY(first.book != nullptr);
    QCOMPARE(first.book->bidLevels().front().price, usd(1'999.9));
    QCOMPARE(first.book->askLevels().front().quantity, Quantity{6});
    QCOMPARE(first.mark.value(), usd(2'000));
    QVERIFY(step.slices[1].bar != nullptr);
    QVERIFY(static_cast<const BarValues&>(*step.slices[1].bar) == markets.candle);
    QCOMPARE(step.slices[1].price, markets.candle.close);
}

void CodecTest::whatIsCutIsRefused()
{
    const TwoMarkets markets;
    QVERIFY(refusesEveryCut(encode(markets.step()), [](auto bytes) { return decodeStep(bytes); }));
    const std::vector<ClosedBar> bars{markets.candle, bar(4, 1, 2, 1, 2)};
    QVERIFY(refusesEveryCut(encode(bars), [](auto bytes) { return decodeBars(bytes); }));
    Payload longer = encode(bars);
    longer.push_back(0);
    QVERIFY(!decodeBars(longer).has_value());
}

/// Journals of then end a command before its conditions; every other cut is refused.
void CodecTest::aCommandOfTheFirstVersionIsRead()
{
    const Payload bytes = encode({.kind = CommandKind::Flatten, .engine = EngineId{1}});
    int readable = 0;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto back = decodeCommand(std::span{bytes}.first(size));
        readable += back.has_value() ? 1 : 0;
        QVERIFY(!back || (back->kind == CommandKind::Flatten && back->engine == EngineId{1}));
    }
    QCOMPARE(readable, 1);
}

WICK_TEST(CodecTest)
#include "tst_codec.moc"
