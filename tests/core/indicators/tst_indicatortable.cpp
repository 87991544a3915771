#include "core/indicators/indicatortable.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <random>

using namespace wick::core;

namespace {

std::vector<ClosedBar> randomWalk(int count)
{
    std::vector<ClosedBar> bars;
    std::int64_t price = 100'000;
    for (int i = 0; i < count; ++i) {
        const std::int64_t open = price;
        price += *rc::gen::inRange(-200, 201);
        bars.push_back({{Timestamp{minutes(5 * i).count()}, Price{open},
                         Price{std::max(open, price) + *rc::gen::inRange(0, 50)},
                         Price{std::min(open, price) - *rc::gen::inRange(0, 50)}, Price{price},
                         Volume{*rc::gen::inRange(0, 1'000)}},
                        BarOrigin::Traded});
    }
    return bars;
}

bool sameBits(const IndicatorRow& a, const IndicatorRow& b)
{
    const auto same = [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    };
    return same(a.ema20, b.ema20) && same(a.trueRange, b.trueRange) && same(a.atr14, b.atr14)
           && same(a.rsi14, b.rsi14) && same(a.plusDi14, b.plusDi14)
           && same(a.minusDi14, b.minusDi14) && same(a.adx14, b.adx14)
           && same(a.vwapUtc, b.vwapUtc);
}

} // namespace

class IndicatorTableTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstValuesAreWhereTheyBelong();
    void batchAndStreamingAgreeBitForBit();
    void moreHistoryChangesLittle();
};

void IndicatorTableTest::firstValuesAreWhereTheyBelong()
{
    std::vector<ClosedBar> bars;
    for (std::int64_t i = 0; i < 40; ++i) {
        const std::int64_t low = 100 + i % 5;
        bars.push_back({{Timestamp{minutes(5 * i).count()}, Price{low}, Price{low + 3}, Price{low},
                         Price{low + 1}, Volume{1}},
                        BarOrigin::Traded});
    }
    const auto rows = indicatorTable(bars, 1.0, 1.0);
    const auto first = [&rows](double IndicatorRow::*column) {
        std::size_t i = 0;
        while (i < rows.size() && std::isnan(rows[i].*column)) {
            ++i;
        }
        for (std::size_t j = i; j < rows.size(); ++j) {
            if (std::isnan(rows[j].*column)) {
                return -1;
            }
        }
        return static_cast<int>(i);
    };
    QCOMPARE(first(&IndicatorRow::ema20), 19);
    QCOMPARE(first(&IndicatorRow::trueRange), 1);
    QCOMPARE(first(&IndicatorRow::atr14), 14);
    QCOMPARE(first(&IndicatorRow::rsi14), 14);
    QCOMPARE(first(&IndicatorRow::plusDi14), 14);
    QCOMPARE(first(&IndicatorRow::minusDi14), 14);
    QCOMPARE(first(&IndicatorRow::adx14), 27);
    QCOMPARE(first(&IndicatorRow::vwapUtc), 0);
}

void IndicatorTableTest::batchAndStreamingAgreeBitForBit()
{
    const bool held = rc::check("streamed, copied and batched values are the same bits", [] {
        const auto bars = randomWalk(*rc::gen::inRange(1, 80));
        const auto batch = indicatorTable(bars, 100.0, 1'000.0);
        const auto cut = *rc::gen::inRange<std::size_t>(0, bars.size());
        const auto prefix =
            indicatorTable(std::span{bars}.first(cut), 100.0, 1'000.0); // the future adds nothing
        IndicatorTable table{100.0, 1'000.0};
        for (std::size_t i = 0; i < bars.size(); ++i) {
            if (i == cut) {
                const IndicatorTable copy = table;
                table = copy;
            }
            RC_ASSERT(sameBits(table.update(bars[i]), batch[i]));
            if (i < cut) {
                RC_ASSERT(sameBits(prefix[i], batch[i]));
            }
        }
    });
    QVERIFY(held);
}

void IndicatorTableTest::moreHistoryChangesLittle()
{
    std::minstd_rand random{7};
    const auto upTo = [&random](std::int64_t limit) {
        return static_cast<std::int64_t>(random()) % limit;
    };
    std::vector<ClosedBar> bars;
    std::int64_t price = 100'000;
    for (std::int64_t i = 0; i < 1'000; ++i) {
        const std::int64_t open = price;
        price += upTo(401) - 200;
        bars.push_back({{Timestamp{minutes(5 * i).count()}, Price{open},
                         Price{std::max(open, price) + upTo(50)},
                         Price{std::min(open, price) - upTo(50)}, Price{price}, Volume{1}},
                        BarOrigin::Traded});
    }
    const auto longer = indicatorTable(bars, 100.0, 1.0);
    const auto shorter = indicatorTable(std::span{bars}.subspan(500), 100.0, 1.0);
    const auto near = [](double a, double b) {
        return std::abs(a - b) <= 2e-3 * std::abs(a);
    };
    // From where each kernel says it is settled.
    for (std::size_t i = 0; i < shorter.size(); ++i) {
        const IndicatorRow& a = longer[500 + i];
        const IndicatorRow& b = shorter[i];
        QVERIFY(i < 93 || near(a.ema20, b.ema20));
        QVERIFY(i < 112 || near(a.atr14, b.atr14));
        QVERIFY(i < 112 || near(a.rsi14, b.rsi14));
        // ADX is smoothed twice: at 7 lengths it is right to a twentieth of a point, and to the
        // share of its value one length later.
        QVERIFY(i < 125 || std::abs(a.adx14 - b.adx14) <= 0.05);
        QVERIFY(i < 139 || near(a.adx14, b.adx14));
    }
}

WICK_TEST(IndicatorTableTest)
#include "tst_indicatortable.moc"
