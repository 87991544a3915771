// The kill switch while nobody else is there: this thread, which would be the desktop's, does not
// come back to its event loop, and every strategy hangs. Only the trading core's thread is left.
#include "app/session/datafolder.h"
#include "app/session/session.h"
#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace wick;
using namespace wick::core;
using namespace Qt::StringLiterals;
using wick::test::kPatienceMs;
using wick::test::wickctl;

namespace {

constexpr Reason kWish{"TEST_KILL", "The test wants it."};

/// Enters, and hangs as soon as it holds something, until it is let go.
class EntersAndHangs final : public Strategy
{
public:
    EntersAndHangs(std::atomic<int>& hanging, std::atomic<bool>& release)
        : m_hanging(hanging)
        , m_release(release)
    {
        m_description.name = "hanging";
        m_description.wake = Wake::EveryStep;
    }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override { return Memory::of(0); }
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory&) const override
    {
        Decision decision;
        if (view.position != nullptr && !m_release) {
            ++m_hanging;
            while (!m_release.load()) {
                std::this_thread::yield();
            }
        } else if (view.position == nullptr && view.working.empty() && !view.trades.empty()) {
            const Price last = view.trades.back().price;
            Signal& signal = decision.entry.emplace();
            signal.side = Side::Buy;
            signal.stop = view.instrument.tickDown(last - PriceDelta{last.count() / 20});
            signal.strength = 1.0;
            signal.at = view.now;
            signal.expiry = view.now + hours(1);
            signal.reason = kWish;
        }
        return decision;
    }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override { return {}; }

private:
    std::atomic<int>& m_hanging;
    std::atomic<bool>& m_release;
    Description m_description;
};

/// Whether the kill is in force and nothing is open or at work.
bool killedAndFlat(const session::Session& running)
{
    const auto now = running.latest();
    const bool killed = std::any_of(now->halts.begin(), now->halts.end(),
                                    [](const Halt& halt) { return halt.kind == HaltKind::Kill; });
    return killed && now->positions.empty() && now->orders.empty() && !now->flatten.running;
}

} // namespace

class KillSwitchTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void worksWhileEverybodyElseHangs_data();
    void worksWhileEverybodyElseHangs();
};

void KillSwitchTest::worksWhileEverybodyElseHangs_data()
{
    QTest::addColumn<bool>("bySocket");
    QTest::newRow("wickctl kill, over the control socket") << true;
    QTest::newRow("a file KILL in the data folder") << false;
}

void KillSwitchTest::worksWhileEverybodyElseHangs()
{
    QFETCH(const bool, bySocket);
    const QTemporaryDir room;
    std::atomic<int> hanging{0};
    std::atomic<bool> release{false};
    const auto letGo = qScopeGuard([&] { release = true; });
    session::PracticeRequest request;
    request.speed = session::Speed::Max;
    auto setup = session::practiceSession(request);
    QVERIFY(setup.has_value());
    setup->core.limits = RiskLimits::open();
    setup->core.limits.riskPerTrade = 1'000;
    setup->core.engines.pop_back(); // gold is not open all the time
    for (auto& engine : setup->core.engines) {
        engine.strategy = std::make_shared<EntersAndHangs>(hanging, release);
    }
    const int engines = static_cast<int>(setup->core.engines.size());
    setup->controlSocket = session::DataFolder::socketOf(room.path());
    setup->killFile = room.filePath(u"KILL"_s);
    session::Session running{std::move(*setup)};
    QSignalSpy ended{&running, &session::Session::finished};
    running.start();
    // An engine that hangs holds the market up; it is given up, and the next one runs into it.
    QTRY_VERIFY_WITH_TIMEOUT(hanging == engines, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!running.latest()->positions.empty(), kPatienceMs);

    // From here on nothing is handled on this thread but what this function does itself.
    if (bySocket) {
        const test::Outcome kill = wickctl({u"kill"_s, u"--data-dir"_s, room.path()});
        QVERIFY2(kill.code == 0 && kill.out.startsWith(u"flat yes\n"_s), qPrintable(kill.err));
        QVERIFY(kill.out.contains(u"\nwall_took_ms "_s));
    } else {
        QFile file{room.filePath(u"KILL"_s)};
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QElapsedTimer clock;
    clock.start();
    while (!killedAndFlat(running) && clock.elapsed() < kPatienceMs) {
        std::this_thread::yield();
    }
    QVERIFY(killedAndFlat(running));
    const auto now = running.latest();
    QVERIFY(std::none_of(now->engines.begin(), now->engines.end(),
                         [](const auto& engine) { return engine.answering; }));
    QCOMPARE(now->nakedTime, Duration{0});
    qInfo("from the trigger: last cancel after %lld ms, flat after %lld ms of wall time",
          static_cast<long long>(toMilliseconds(now->flatten.times.wallLastCancel)),
          static_cast<long long>(toMilliseconds(now->flatten.times.wallFlat)));
    release = true;
    running.stop();
    QVERIFY(ended.wait(kPatienceMs));
}

WICK_TEST(KillSwitchTest)
#include "tst_killswitch.moc"
