#include "core/venues/lighter/ratebudget.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

#include <vector>

using namespace wick::core;
using namespace wick::lighter;

class RateBudgetTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTwentyOfFortyEightForExits();
    void exitsMayTakeWhatOthersLeave();
    void roomComesBackAfterAMinute();
    void aBlockHoldsEverything();
    void freeAtIsWhenSpendingWorks();
};

void RateBudgetTest::keepsTwentyOfFortyEightForExits()
{
    RateBudget budget;
    const Timestamp now = Timestamp{} + hours(1);
    for (int i = 0; i < 28; ++i) {
        QVERIFY(budget.spend(i % 2 == 0 ? Spending::Entry : Spending::HistoryRead, now));
    }
    QVERIFY(!budget.spend(Spending::Entry, now));
    QVERIFY(!budget.spend(Spending::Nonce, now));
    for (int i = 0; i < 20; ++i) {
        QVERIFY(budget.spend(Spending::Exit, now));
    }
    QVERIFY(!budget.spend(Spending::Exit, now));
    QCOMPARE(budget.spent(now), 48U);
}

void RateBudgetTest::exitsMayTakeWhatOthersLeave()
{
    RateBudget budget;
    const Timestamp now = Timestamp{} + hours(1);
    for (int i = 0; i < 48; ++i) {
        QVERIFY(budget.spend(Spending::Exit, now));
    }
    QVERIFY(!budget.spend(Spending::Exit, now));
    QVERIFY(!budget.spend(Spending::Entry, now));
}

void RateBudgetTest::roomComesBackAfterAMinute()
{
    RateBudget budget;
    const Timestamp begin = Timestamp{} + hours(1);
    for (int i = 0; i < 28; ++i) {
        QVERIFY(budget.spend(Spending::Entry, begin + seconds(i)));
    }
    QCOMPARE(budget.freeAt(Spending::Entry, begin + seconds(30)), begin + minutes(1));
    QVERIFY(!budget.spend(Spending::Entry, begin + minutes(1) + Duration{-1}));
    QVERIFY(budget.spend(Spending::Entry, begin + minutes(1)));
    QVERIFY(!budget.spend(Spending::Entry, begin + minutes(1)));
}

void RateBudgetTest::aBlockHoldsEverything()
{
    RateBudget budget;
    const Timestamp now = Timestamp{} + hours(1);
    budget.blockUntil(now + seconds(60));
    budget.blockUntil(now + seconds(10)); // shorter: no matter
    QVERIFY(!budget.spend(Spending::Exit, now + seconds(60) + Duration{-1}));
    QVERIFY(budget.spend(Spending::Exit, now + seconds(60)));
}

void RateBudgetTest::freeAtIsWhenSpendingWorks()
{
    const bool held = rc::check("no minute holds more than planned, and freeAt is the time", [] {
        RateBudget budget{{6, 2}};
        Timestamp now = Timestamp{} + hours(1);
        std::vector<std::pair<Timestamp, bool>> spent;
        for (int i = 0; i < 40; ++i) {
            now = now + milliseconds(*rc::gen::inRange(0, 20'000));
            const bool exit = *rc::gen::arbitrary<bool>();
            const Spending what = exit ? Spending::Exit : Spending::Entry;
            const Timestamp free = budget.freeAt(what, now);
            RC_ASSERT(free >= now);
            if (free > now) {
                RateBudget copy = budget;
                RC_ASSERT(!copy.spend(what, free + Duration{-1}));
                RC_ASSERT(copy.spend(what, free));
                RC_ASSERT(!budget.spend(what, now));
                continue;
            }
            RC_ASSERT(budget.spend(what, now));
            spent.emplace_back(now, exit);
            int all = 0;
            int others = 0;
            for (const auto& [time, forExit] : spent) {
                all += now - time < minutes(1) ? 1 : 0;
                others += now - time < minutes(1) && !forExit ? 1 : 0;
            }
            RC_ASSERT(all <= 6);
            RC_ASSERT(others <= 4);
        }
    });
    QVERIFY(held);
}

WICK_TEST(RateBudgetTest)
#include "tst_ratebudget.moc"
