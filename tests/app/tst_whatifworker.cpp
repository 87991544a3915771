#include "app/desktop/adapters/whatifadapter.h"
#include "app/desktop/whatifworker.h"
#include "core/backtest/practicemarket.h"
#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::desktop;
using namespace wick::core;
using namespace Qt::StringLiterals;

namespace {

/// Momentum on a few days of practice ETH.
std::shared_ptr<const WhatIfSource> source()
{
    auto made = std::make_shared<WhatIfSource>();
    auto fields = wick::test::exampleInstruments().front().fields();
    made->setup.instruments = {Instrument::create(fields).value()};
    EngineSetup engine;
    engine.name = "momentum";
    engine.strategy = wick::strategies::catalog().create("momentum", {}).value();
    made->setup.engines = {engine};
    KeptCandles& candles = made->candles.emplace_back();
    candles.priceDecimals = fields.priceDecimals;
    candles.volumeDecimals = fields.volumeDecimals;
    const auto markets = generateBars({practiceEth()}, made->setup.instruments, 7, 10'000);
    for (const ClosedBar& bar : markets.front()) {
        candles.add(bar);
    }
    made->words = u"a test"_s;
    return made;
}

std::shared_ptr<const WhatIfQuestion> ask(const std::shared_ptr<const WhatIfSource>& of,
                                          std::int64_t risk)
{
    auto question = std::make_shared<WhatIfQuestion>();
    question->source = of;
    question->tried.riskPerTrade = risk;
    return question;
}

} // namespace

/// One question at a time, the newest.
class WhatIfWorkerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersWithWhatTheRunWouldHaveBeen();
    void theNewestQuestionWins();
    void wordsSayWhatDiffers();
};

void WhatIfWorkerTest::answersWithWhatTheRunWouldHaveBeen()
{
    const auto of = source();
    wick::io::WorkerThread thread{u"test"_s};
    WhatIfWorker* worker = thread.adopt(std::make_unique<WhatIfWorker>());
    const auto question = ask(of, 1'000);
    worker->ask(question);
    QTRY_VERIFY(worker->answer() != nullptr && worker->answer()->complete());
    WhatIf direct{of->setup, {of->candles.front().series()}};
    const ChangeEffect effect =
        effectOf(direct.under(question->now), direct.under(question->tried));
    QCOMPARE(worker->answer()->effect.now.net, effect.now.net);
    QCOMPARE(worker->answer()->effect.before.net, effect.before.net);
    QCOMPARE(worker->answer()->effect.signals.size(), effect.signals.size());
    worker->stop();
    QVERIFY(thread.stop(std::chrono::minutes{1}));
}

void WhatIfWorkerTest::theNewestQuestionWins()
{
    const auto of = source();
    wick::io::WorkerThread thread{u"test"_s};
    WhatIfWorker* worker = thread.adopt(std::make_unique<WhatIfWorker>());
    int told = 0;
    connect(worker, &WhatIfWorker::answered, this, [&told] { ++told; });
    for (std::int64_t risk = 1'000; risk <= 3'000; risk += 10) {
        worker->ask(ask(of, risk));
    }
    QTRY_VERIFY(worker->answer() != nullptr && worker->answer()->complete()
                && worker->answer()->tried.riskPerTrade == 3'000);
    QTRY_COMPARE(told, 1); // nothing is said twice before it was taken
    worker->stop();
    QVERIFY(thread.stop(std::chrono::minutes{1}));
}

void WhatIfWorkerTest::wordsSayWhatDiffers()
{
    const auto of = source();
    WhatIf run{of->setup, {of->candles.front().series()}};
    RiskLimits none;
    none.maxOpenPositions = 0;
    WhatIfAnswer answer;
    answer.effect = effectOf(run.asRun(), run.under(none));
    const DryRunSummary summary = dryRunOf(answer, *of);
    QVERIFY(summary.differs);
    QVERIFY(summary.changes.contains(u"blocked"_s));
    QVERIFY(!summary.trades.isEmpty());
    QVERIFY(summary.trades.front().contains(u"ETH"_s));
    QCOMPARE(summary.lines.front().with, u"0"_s);
    answer.share = 0.4;
    QCOMPARE(dryRunOf(answer, *of).lines.front().with, u"–"_s);
    QVERIFY(dryRunOf(answer, *of).took.contains(u"40 %"_s));
}

WICK_TEST(WhatIfWorkerTest)
#include "tst_whatifworker.moc"
