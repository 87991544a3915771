#include "core/io/instrumentfile.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QTemporaryDir>

using namespace wick::io;
using wick::core::CalendarKind;
using wick::core::Instrument;
using wick::core::InstrumentId;

namespace {

/// The compiled-in file with one piece of text replaced by another.
QByteArray changed(const char* from, const char* to)
{
    QFile file{QStringLiteral(":/wick/instruments.json")};
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QByteArray json = file.readAll();
    const auto at = json.indexOf(from);
    return at < 0 ? QByteArray{} : json.replace(at, static_cast<qsizetype>(qstrlen(from)), to);
}

} // namespace

class InstrumentFileTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtInRowsAreTheExampleTable();
    void numbersMayBeJsonNumbers();
    void refusesWhatIsWrongAndNamesTheKey_data();
    void refusesWhatIsWrongAndNamesTheKey();
    void namesTheLineThatIsNotJson();
    void namesAFileThatCannotBeRead();
    void priceDecimalsAreTheLargerOfSeriesAndVenue();
    void findsByBaseAndBySymbol();
};

void InstrumentFileTest::builtInRowsAreTheExampleTable()
{
    const auto specs = builtInInstruments();
    const auto expected = wick::test::exampleInstruments();
    QCOMPARE(specs.size(), expected.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
        QVERIFY(specs[i].source == InstrumentSource::Example);
        const auto made = instrumentOf(specs[i], InstrumentId{static_cast<std::uint16_t>(i)});
        const Instrument::Fields& a = made.value().fields();
        const Instrument::Fields& b = expected[i].fields();
        QCOMPARE(a.symbol, b.symbol);
        QVERIFY(a.id == b.id && a.tick == b.tick);
        QCOMPARE(a.priceDecimals, b.priceDecimals);
        QCOMPARE(a.quantityDecimals, b.quantityDecimals);
        QCOMPARE(a.volumeDecimals, b.volumeDecimals);
        QVERIFY(a.minimumQuantity == b.minimumQuantity && a.minimumNotional == b.minimumNotional);
        QVERIFY(a.initialMargin == b.initialMargin && a.maintenanceMargin == b.maintenanceMargin);
        QVERIFY(a.takerFee == b.takerFee && a.makerFee == b.makerFee && a.spread == b.spread);
        QCOMPARE(a.normalVolatility, b.normalVolatility);
        QVERIFY(a.calendar == b.calendar);
    }
}

void InstrumentFileTest::numbersMayBeJsonNumbers()
{
    const auto specs = parseInstruments(changed(R"("lot": "0.0001")", R"("lot": 0.0001)"),
                                        QStringLiteral("f.json"));
    QCOMPARE(specs.value()[0].quantityDecimals, 4);
}

void InstrumentFileTest::refusesWhatIsWrongAndNamesTheKey_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* from, const char* to, const char* said) {
        QTest::newRow(name) << changed(from, to) << QString::fromUtf8(said);
    };
    row("unknown key", R"("mmf")", R"("mmff")", "f.json: instruments[0].mmff is not a key");
    row("missing field", R"("tick": "0.01",)", "", "f.json: instruments[0].tick is missing");
    row("wrong type", R"("tick": "0.01")", R"("tick": true)",
        "f.json: instruments[0].tick must be a number");
    row("not a number", R"("0.037")", R"("3.7 %")", "instruments[0].normal_volatility \"3.7 %\"");
    row("tick of zero", R"("tick": "0.01")", R"("tick": "0")",
        "instruments[0].tick must be above 0");
    row("lot of two", R"("lot": "0.0001")", R"("lot": "0.0002")",
        "instruments[0].lot must be 1, 0.1");
    row("minimum finer than the lot", R"("0.005")", R"("0.00005")",
        "instruments[0].minimum_base \"0.00005\"");
    row("margins upside down", R"("mmf": "0.012")", R"("mmf": "0.2")",
        "instruments[0].mmf is out of range");
    row("unknown calendar", R"("new_york")", R"("london")",
        "instruments[2].calendar must be \"always\" or \"new_york\", not \"london\"");
    row("a symbol twice", R"("BTC-PERP")", R"("ETH-PERP")",
        "f.json: instruments[1].symbol is there twice");
    row("unknown source", R"("source": "example")", R"("source": "guess")",
        "f.json: source must be");
    row("no instruments", R"("instruments")", R"("markets")", "f.json: markets is not a key");
    QTest::newRow("not an object")
        << QByteArray{"[]"} << QStringLiteral("f.json: must be a JSON object");
    QTest::newRow("no rows") << QByteArray{R"({"source": "example", "instruments": []})"}
                             << QStringLiteral("f.json: instruments must be a list");
    QTest::newRow("row of another type")
        << QByteArray{R"({"source": "example", "instruments": [1]})"}
        << QStringLiteral("f.json: instruments[0] must be an object");
}

void InstrumentFileTest::refusesWhatIsWrongAndNamesTheKey()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, said);
    QVERIFY(!json.isEmpty());
    const auto specs = parseInstruments(json, QStringLiteral("f.json"));
    QVERIFY(!specs);
    QVERIFY2(specs.error().text().contains(said), qPrintable(specs.error().text()));
}

void InstrumentFileTest::namesTheLineThatIsNotJson()
{
    const auto specs = parseInstruments("{\n\"source\": \"example\",\n}", QStringLiteral("f.json"));
    QVERIFY(!specs);
    QVERIFY2(specs.error().text().startsWith(QStringLiteral("f.json: is not JSON: line 3")),
             qPrintable(specs.error().text()));
    QVERIFY(!parseInstruments({}, QStringLiteral("f.json")));
}

void InstrumentFileTest::namesAFileThatCannotBeRead()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("none.json"));
    const auto specs = readInstrumentFile(path);
    QVERIFY(!specs);
    QVERIFY(specs.error().text().startsWith(path + QStringLiteral(": cannot be read")));
}

void InstrumentFileTest::priceDecimalsAreTheLargerOfSeriesAndVenue()
{
    const auto specs = builtInInstruments();
    const auto fine = instrumentOf(specs[1], InstrumentId{0}, {3, 5}).value();
    QCOMPARE(fine.priceDecimals(), 3);
    QCOMPARE(fine.tick().count(), 100); // 0.1 in units of 0.001
    QCOMPARE(fine.volumeDecimals(), 5);
    const auto coarse = instrumentOf(specs[0], InstrumentId{0}, {0, 0}).value();
    QCOMPARE(coarse.priceDecimals(), 2);
    QCOMPARE(coarse.tick().count(), 1);
    QVERIFY(!instrumentOf(specs[0], InstrumentId{0}, {12, 0}));
}

void InstrumentFileTest::findsByBaseAndBySymbol()
{
    const auto specs = builtInInstruments();
    QCOMPARE(findInstrument(specs, "eth"), &specs[0]);
    QCOMPARE(findInstrument(specs, "XAU-PERP"), &specs[2]);
    QVERIFY(findInstrument(specs, "DOGE") == nullptr);
    QVERIFY(findInstrument(specs, "") == nullptr);
}

WICK_TEST(InstrumentFileTest)
#include "tst_instrumentfile.moc"
