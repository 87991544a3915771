#include "app/cli/candletables.h"
#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>

using wick::test::Outcome;
using wick::test::wickctl;

/// `wickctl indicators` and `wickctl gaps` as programs: text, files, mistakes.
class TableCommandsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void printsTheIndicators();
    void printsTheGaps();
    void studiesTheGaps();
    void theStudyNamesItsMistakes();
    void writesTheFile();
    void buildsTheTimeframe();
    void leavesOutTheUnfinishedBar();
    void namesTheMistake_data();
    void namesTheMistake();
    void namesTheFileItCannotRead();
    void namesTheFileItCannotWrite();

private:
    QTemporaryDir m_folder;
    QString m_file;
};

void TableCommandsTest::initTestCase()
{
    m_file = m_folder.filePath(QStringLiteral("candles.csv"));
    QFile file{m_file};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("time,open,high,low,close,volume\n"
               "1772323200000,100,101.5,99,100,2\n"
               "1772323260000,101,104,100,103.5,1\n"
               "1772323320000,104,106,102.25,105,1\n"
               "1772323380000,105,105,102.25,103,1\n"
               "1772323440000,103,103,100.5,101,1\n");
}

void TableCommandsTest::printsTheIndicators()
{
    const Outcome run = wickctl({QStringLiteral("indicators"), m_file});
    QCOMPARE(run.code, 0);
    const QStringList lines = run.out.split(QLatin1Char('\n'));
    QCOMPARE(lines.at(0), QStringLiteral("time,open,high,low,close,volume,ema20,tr,atr14,rsi14,"
                                         "plus_di14,minus_di14,adx14,vwap_utc"));
    QCOMPARE(lines.at(1), QStringLiteral("1772323200000,100,101.5,99,100,2,,,,,,,,"
                                         "100.16666666666667"));
    QVERIFY(lines.at(2).startsWith(QStringLiteral("1772323260000,101,104,100,103.5,1,,4,,,,,,")));
    QCOMPARE(lines.size(), 7); // the last line ends as well
    QVERIFY(lines.last().isEmpty());
}

void TableCommandsTest::printsTheGaps()
{
    const Outcome run = wickctl({QStringLiteral("gaps"), m_file});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out,
             QStringLiteral("i,time,direction,bottom,top,size,atr_a,atr_c,contiguous,touch_i,ce_i,"
                            "fill_i,close_through_i\n"
                            "2,1772323320000,bull,101.5,102.25,0.75,,,1,3,4,4,4\n"));
}

void TableCommandsTest::studiesTheGaps()
{
    const QString candles =
        QStringLiteral(WICK_SOURCE_DIR "/resources/samples/xau_practice_5000.csv");
    const QStringList arguments{QStringLiteral("gaps"), candles, QStringLiteral("--study"),
                                QStringLiteral("--calendar"), QStringLiteral("new_york")};
    const Outcome run = wickctl(arguments);
    QCOMPARE(run.code, 0);
    const QStringList lines = run.out.split(QLatin1Char('\n'));
    QVERIFY(lines.at(0).startsWith(QStringLiteral("sample,outcome,zones,share,low,high,")));
    QCOMPARE(lines.size(), 1 + 4 * (4 + 9) + 1); // gaps, three nulls, nine groups
    for (const QString& line : lines.mid(1, lines.size() - 2)) {
        QCOMPARE(line.count(QLatin1Char(',')), 13);
    }
    QVERIFY(lines.at(1).startsWith(QStringLiteral("gaps,touch,")));
    QVERIFY(lines.at(5).startsWith(QStringLiteral("random zones,touch,")));
    QCOMPARE(wickctl(arguments).out, run.out); // seeded
    QVERIFY(wickctl(arguments + QStringList{QStringLiteral("--seed"), QStringLiteral("2")}).out
            != run.out);
}

void TableCommandsTest::theStudyNamesItsMistakes()
{
    const auto errorOf = [this](const QStringList& more) {
        return wickctl(QStringList{QStringLiteral("gaps"), m_file} + more).err;
    };
    QVERIFY(errorOf({QStringLiteral("--seed"), QStringLiteral("3")})
                .contains(QStringLiteral("--seed goes with --study")));
    QVERIFY(errorOf({QStringLiteral("--study"), QStringLiteral("--seed"), QStringLiteral("x")})
                .contains(QStringLiteral("'x' is no whole number")));
    QVERIFY(errorOf({QStringLiteral("--study"), QStringLiteral("--calendar"),
                     QStringLiteral("new_yrk")})
                .contains(QStringLiteral("did you mean 'new_york'?")));
}

void TableCommandsTest::writesTheFile()
{
    const QString path = m_folder.filePath(QStringLiteral("out.csv"));
    const Outcome run = wickctl({QStringLiteral("gaps"), m_file, QStringLiteral("--out"), path});
    QCOMPARE(run.code, 0);
    QVERIFY(run.out.isEmpty());
    QFile file{path};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()), wickctl({QStringLiteral("gaps"), m_file}).out);
}

void TableCommandsTest::buildsTheTimeframe()
{
    const Outcome run = wickctl({QStringLiteral("indicators"), m_file,
                                 QStringLiteral("--timeframe"), QStringLiteral("5m")});
    QCOMPARE(run.code, 0);
    QVERIFY(run.out.contains(QStringLiteral("\n1772323200000,100,106,99,101,6,,")));
    QCOMPARE(run.out.count(QLatin1Char('\n')), 2);
}

void TableCommandsTest::leavesOutTheUnfinishedBar()
{
    const Outcome run = wickctl({QStringLiteral("indicators"), m_file,
                                 QStringLiteral("--timeframe"), QStringLiteral("2m")});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out.count(QLatin1Char('\n')), 3);
    QVERIFY(run.err.contains(QStringLiteral("2m")));
}

void TableCommandsTest::namesTheMistake_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    const QString timeframe = QStringLiteral("--timeframe");
    const QString file = m_file;
    QTest::newRow("no file") << QStringList{} << QStringLiteral("exactly one");
    QTest::newRow("two files") << QStringList{file, file} << QStringLiteral("exactly one");
    QTest::newRow("unknown option")
        << QStringList{file, QStringLiteral("--timeframes"), QStringLiteral("5m")}
        << QStringLiteral("--timeframe");
    QTest::newRow("no timeframe") << QStringList{file, timeframe, QStringLiteral("5mm")}
                                  << QStringLiteral("did you mean '5m'");
    QTest::newRow("too long") << QStringList{file, timeframe, QStringLiteral("3d")}
                              << QStringLiteral("out of range");
    QTest::newRow("no multiple") << QStringList{file, timeframe, QStringLiteral("90s")}
                                 << QStringLiteral("not a multiple");
}

void TableCommandsTest::namesTheMistake()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    for (const char* verb : {"indicators", "gaps"}) {
        const Outcome run = wickctl(QStringList{QLatin1String(verb)} + arguments);
        QCOMPARE(run.code, 2);
        QVERIFY(run.out.isEmpty());
        QVERIFY2(run.err.contains(part), qPrintable(run.err));
    }
}

void TableCommandsTest::namesTheFileItCannotRead()
{
    const Outcome run =
        wickctl({QStringLiteral("gaps"), m_folder.filePath(QStringLiteral("none.csv"))});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(QStringLiteral("none.csv")), qPrintable(run.err));
}

void TableCommandsTest::namesTheFileItCannotWrite()
{
    const QString path = m_folder.filePath(QStringLiteral("no/such/folder.csv"));
    const Outcome run = wickctl({QStringLiteral("gaps"), m_file, QStringLiteral("--out"), path});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(path), qPrintable(run.err));
}

WICK_TEST(TableCommandsTest)
#include "tst_tablecommands.moc"
