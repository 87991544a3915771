#include "app/session/replay.h"
#include "app/session/session.h"
#include "app/session/setupjson.h"
#include "core/io/stores/journaldatabase.h"
#include "tests/support/hangingstrategy.h"
#include "tests/support/testregistry.h"

#include <QEventLoop>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <atomic>

using namespace wick;
using namespace wick::core;
using session::Session;

namespace {

constexpr int kPatienceMs = 120'000;

session::WorkerSetup practice(Duration runFor, std::uint64_t seed = 0)
{
    session::PracticeRequest request;
    request.seed = seed;
    request.speed = session::Speed::Max;
    request.runFor = runFor;
    auto setup = session::practiceSession(request);
    if (!setup) {
        qFatal("%s", setup.error().c_str());
    }
    return std::move(*setup);
}

/// Runs a session to its end and returns what it left.
std::shared_ptr<const session::Snapshot> play(session::WorkerSetup setup)
{
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    if (!ended.wait(kPatienceMs)) {
        return nullptr;
    }
    return running.latest();
}

} // namespace

class PracticeSessionTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoRunsGiveTheSameDigests();
    void pausingOneEngineLeavesTheOthersDecisions();
    void tuningOneEngineLeavesTheOthersDecisionsAndReplays();
    void anEngineThatIsNotFlatIsNotTuned();
    void journalReplaysToTheSameDigests();
    void aTamperedJournalIsNotVerified();
    void killFileStopsTradingWhileAStrategyHangs();
    void setupSurvivesItsJson();
    void holdsAtTheAskedTimeAndGoesOn();
};

void PracticeSessionTest::twoRunsGiveTheSameDigests()
{
    const auto first = play(practice(hours(2)));
    const auto second = play(practice(hours(2)));
    QVERIFY(first && second);
    QVERIFY(first->sequence.count() >= 7'200);
    QCOMPARE(first->sessionDigest, second->sessionDigest);
    QVERIFY(first->decisionDigests == second->decisionDigests);
    QCOMPARE(first->nakedTime, Duration{0});
}

void PracticeSessionTest::holdsAtTheAskedTimeAndGoesOn()
{
    session::WorkerSetup setup = practice(minutes(10));
    setup.holdAfter = minutes(4);
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    QTRY_VERIFY_WITH_TIMEOUT(running.latest() && running.latest()->marketPaused, kPatienceMs);
    const auto held = running.latest();
    QCOMPARE(held->now - held->startedAt, minutes(4));
    running.setMarketPaused(false);
    QVERIFY(ended.wait(kPatienceMs));
    const auto end = running.latest();
    QCOMPARE(end->now - end->startedAt, minutes(10));
    const auto unheld = play(practice(minutes(10)));
    QVERIFY(unheld);
    QCOMPARE(end->sessionDigest, unheld->sessionDigest);
}

void PracticeSessionTest::pausingOneEngineLeavesTheOthersDecisions()
{
    const auto undisturbed = play(practice(hours(2)));
    auto setup = practice(hours(2));
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.submit({.kind = CommandKind::Pause, .engine = EngineId{2}, .note = "test"});
    running.start();
    running.submit({.kind = CommandKind::Pause, .engine = EngineId{2}, .note = "test"});
    QVERIFY(ended.wait(kPatienceMs));
    const auto paused = running.latest();
    QVERIFY(undisturbed && paused);
    QVERIFY(paused->engines[2].control == EngineControl::Paused);
    QCOMPARE(paused->decisionDigests[0], undisturbed->decisionDigests[0]);
    QCOMPARE(paused->decisionDigests[1], undisturbed->decisionDigests[1]);
}

void PracticeSessionTest::tuningOneEngineLeavesTheOthersDecisionsAndReplays()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("journal.db"));
    const auto undisturbed = play(practice(hours(2)));
    auto setup = practice(hours(2));
    setup.holdAfter = minutes(31); // in the middle of a bar
    setup.makeJournal = [path, json = session::setupToJson(setup.core)] {
        return std::make_unique<io::JournalDatabase>(path, json, QStringLiteral("test"), 0);
    };
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    QTRY_VERIFY_WITH_TIMEOUT(running.latest() && running.latest()->marketPaused, kPatienceMs);
    QCOMPARE(running.latest()->engines[1].lots, 0);
    const auto command =
        session::tuneCommand(EngineId{1}, "momentum", {{"target_r", "2.5"}, {"noise_atr", "0.5"}});
    QVERIFY2(command.has_value(), command ? "" : command.error().c_str());
    running.submit(*command);
    QTRY_COMPARE_WITH_TIMEOUT(running.latest()->engines[1].parameters, command->parameters,
                              kPatienceMs);
    running.setMarketPaused(false);
    QVERIFY(ended.wait(kPatienceMs));
    const auto tuned = running.latest();
    QVERIFY(undisturbed && tuned);
    QCOMPARE(tuned->decisionDigests[0], undisturbed->decisionDigests[0]);
    QCOMPARE(tuned->decisionDigests[2], undisturbed->decisionDigests[2]);
    const auto report =
        session::replay({.journal = path, .session = {}, .cancel = nullptr, .listener = nullptr});
    QVERIFY2(report.has_value(), report ? "" : report.error().c_str());
    QVERIFY(report->agrees());
    QVERIFY(report->decisionDigests == tuned->decisionDigests);
}

void PracticeSessionTest::anEngineThatIsNotFlatIsNotTuned()
{
    auto setup = practice(hours(20));
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    const auto held = [&running] {
        const auto latest = running.latest();
        return latest && !latest->positions.empty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(held(), kPatienceMs);
    running.setMarketPaused(true);
    QTRY_VERIFY_WITH_TIMEOUT(running.latest()->marketPaused, kPatienceMs);
    const auto before = running.latest();
    if (before->positions.empty()) {
        QSKIP("The position closed before the market was held.");
    }
    const EngineId engine = before->positions.front().engine;
    const std::string strategy = before->engines[engine.count()].strategy;
    const auto command = session::tuneCommand(engine, strategy, {{"target_r", "2.5"}});
    QVERIFY2(command.has_value(), command ? "" : command.error().c_str());
    running.submit(*command);
    QTRY_VERIFY_WITH_TIMEOUT(running.latest()->commandsApplied > before->commandsApplied,
                             kPatienceMs);
    QCOMPARE(running.latest()->engines[engine.count()].parameters,
             before->engines[engine.count()].parameters);
    QVERIFY(!running.latest()->positions.empty());
    running.stop();
    QVERIFY(ended.wait(kPatienceMs));
}

void PracticeSessionTest::journalReplaysToTheSameDigests()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("journal.db"));
    auto setup = practice(hours(2));
    setup.makeJournal = [path, json = session::setupToJson(setup.core)] {
        return std::make_unique<io::JournalDatabase>(path, json, QStringLiteral("test"), 0);
    };
    const auto live = play(std::move(setup));
    QVERIFY(live);
    const auto report =
        session::replay({.journal = path, .session = {}, .cancel = nullptr, .listener = nullptr});
    QVERIFY2(report.has_value(), report ? "" : report.error().c_str());
    QVERIFY(report->ended);
    QVERIFY(report->checkpoints >= 2);
    QVERIFY(report->agrees());
    QCOMPARE(report->sessionDigest, live->sessionDigest);
    QVERIFY(report->decisionDigests == live->decisionDigests);
    QCOMPARE(report->equity, live->equity);
}

void PracticeSessionTest::aTamperedJournalIsNotVerified()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("journal.db"));
    auto setup = practice(minutes(10));
    setup.makeJournal = [path, json = session::setupToJson(setup.core)] {
        return std::make_unique<io::JournalDatabase>(path, json, QStringLiteral("test"), 0);
    };
    QVERIFY(play(std::move(setup)));
    {
        auto store = io::SqliteStore::open(path, io::journalSpec());
        QVERIFY(store.has_value());
        QVERIFY2(!(*store)->run(QStringLiteral("UPDATE inputs SET time = time + 1 WHERE seq = 5")),
                 "the journal is append-only");
        QVERIFY((*store)->run(QStringLiteral("DROP TRIGGER inputs_stay")).has_value());
        QVERIFY((*store)
                    ->run(QStringLiteral("UPDATE inputs SET time = time + 1 WHERE seq = 5"))
                    .has_value());
    }
    const auto report =
        session::replay({.journal = path, .session = {}, .cancel = nullptr, .listener = nullptr});
    QVERIFY(report.has_value());
    QVERIFY(!report->agrees());
}

void PracticeSessionTest::killFileStopsTradingWhileAStrategyHangs()
{
    const QTemporaryDir folder;
    std::atomic<bool> hangs{false};
    std::atomic<bool> release{false};
    const auto letGo = qScopeGuard([&] { release = true; });
    auto setup = practice(hours(6));
    setup.killFile = folder.filePath(QStringLiteral("KILL"));
    setup.core.engines[0].strategy = std::make_shared<test::HangingStrategy>(hangs, release);
    QFile file{setup.killFile};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    QTRY_VERIFY_WITH_TIMEOUT(running.latest() && !running.latest()->halts.empty(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!running.latest()->engines[0].answering, kPatienceMs);
    QVERIFY(running.latest()->halts[0].kind == HaltKind::Kill);
    release = true;
    running.stop();
    QVERIFY(ended.wait(kPatienceMs));
}

void PracticeSessionTest::setupSurvivesItsJson()
{
    const auto setup = practice(hours(1)).core;
    const QByteArray json = session::setupToJson(setup);
    const auto again = session::setupFromJson(json);
    QVERIFY2(again.has_value(), again ? "" : again.error().c_str());
    QCOMPARE(session::setupToJson(*again), json);
    QVERIFY(!session::setupFromJson("{}").has_value());
    QVERIFY(!session::setupFromJson(QByteArray{json}.replace("momentum", "momentun")).has_value());
}

WICK_TEST(PracticeSessionTest)
#include "tst_practicesession.moc"
