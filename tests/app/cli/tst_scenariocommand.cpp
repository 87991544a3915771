#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using wick::test::Outcome;
using wick::test::wickctl;

namespace {

constexpr auto kHolds = "engine momentum ETH quantity 1\n"
                        "at 00:01 price ETH 2000\n"
                        "expect equity 10000\n";
constexpr auto kFails = "engine momentum ETH quantity 1\n"
                        "at 00:01 price ETH 2000\n"
                        "expect equity 9999\n";
constexpr auto kWrong = "engine momentum ETH\n"
                        "at 00:01 prise ETH 2000\n";

} // namespace

class ScenarioCommandTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatHoldsIsDone();
    void aFailedExpectationIsNamedAndFailsOnlyWhenStrict();
    void aWrongLineIsNamed();
    void theJournalHoldsTheSameLines();
    void wrongUseIsNamed();

private:
    [[nodiscard]] QString file(const char* text) const
    {
        QFile out{m_room.filePath(u"a.scn"_s)};
        if (!out.open(QIODevice::WriteOnly) || out.write(text) < 0) {
            qFatal("the scenario cannot be written");
        }
        return out.fileName();
    }
    QTemporaryDir m_room;
};

void ScenarioCommandTest::whatHoldsIsDone()
{
    const Outcome outcome = wickctl({u"scenario"_s, file(kHolds), u"--strict"_s});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.err, QString{});
    QVERIFY(outcome.out.contains(u"\"event\":\"end\",\"expectations\":1,\"failed\":0"_s));
}

void ScenarioCommandTest::aFailedExpectationIsNamedAndFailsOnlyWhenStrict()
{
    const QString name = file(kFails);
    const Outcome strict = wickctl({u"scenario"_s, name, u"--strict"_s});
    QCOMPARE(strict.code, 1);
    QVERIFY2(strict.err.contains(name + u":3: expect equity 9999 (found: 10000)"_s),
             qPrintable(strict.err));
    const Outcome lax = wickctl({u"scenario"_s, name});
    QCOMPARE(lax.code, 0);
    QCOMPARE(lax.out, strict.out);
    QCOMPARE(lax.err, strict.err);
}

void ScenarioCommandTest::aWrongLineIsNamed()
{
    const QString name = file(kWrong);
    const Outcome outcome = wickctl({u"scenario"_s, name});
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.out, QString{});
    QVERIFY2(outcome.err.contains(name + u":2:"_s)
                 && outcome.err.contains(u"did you mean 'price'"_s),
             qPrintable(outcome.err));
}

void ScenarioCommandTest::theJournalHoldsTheSameLines()
{
    const QString out = m_room.filePath(u"out.jsonl"_s);
    const Outcome outcome = wickctl({u"scenario"_s, file(kHolds), u"--journal"_s, out});
    QCOMPARE(outcome.code, 0);
    QFile written{out};
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(written.readAll()), outcome.out);
    const Outcome nowhere =
        wickctl({u"scenario"_s, file(kHolds), u"--journal"_s, u"/there/is/no/such/out"_s});
    QCOMPARE(nowhere.code, 1);
    QVERIFY(nowhere.err.contains(u"/there/is/no/such/out"_s));
}

void ScenarioCommandTest::wrongUseIsNamed()
{
    QCOMPARE(wickctl({u"scenario"_s}).code, 2);
    QCOMPARE(wickctl({u"scenario"_s, u"a"_s, u"b"_s}).code, 2);
    QCOMPARE(wickctl({u"scenario"_s, u"a"_s, u"--strickt"_s}).code, 2);
    const Outcome missing = wickctl({u"scenario"_s, u"/there/is/no.scn"_s});
    QCOMPARE(missing.code, 1);
    QVERIFY(missing.err.contains(u"/there/is/no.scn"_s));
}

WICK_TEST(ScenarioCommandTest)
#include "tst_scenariocommand.moc"
