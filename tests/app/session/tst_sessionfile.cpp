#include "app/session/sessionfile.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>

#include <rapidcheck.h>

using namespace wick;
using namespace Qt::StringLiterals;
using session::parseSessionFile;

class SessionFileTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryKey();
    void whatIsNotSaidIsNotSet();
    void enginesBecomeTheSession();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void namesTheFileThatCannotBeRead();
    void anyBytesGiveASessionOrASentence();
};

void SessionFileTest::readsEveryKey()
{
    const auto file = parseSessionFile(R"({
        "note": "anything", "venue": "practice", "speed": 60, "for": "6h", "seed": "7",
        "balance": 25000.5,
        "limits": {"daily_loss": 0.015, "ETH.daily_loss": null, "on_cap": "refuse"},
        "engines": [{"strategy": "ma-cross", "market": "ETH-PERP", "timeframe": "15m",
                     "parameters": {"fast": 5, "kind": "ema", "short": false}}]})",
                                       u"s.json"_s);
    QVERIFY2(file.has_value(), file ? "" : file.error().text().c_str());
    QVERIFY(file->speed == session::Speed::Sixty);
    QCOMPARE(file->runFor.value(), core::hours(6));
    QCOMPARE(file->seed.value(), 7U);
    QCOMPARE(file->balance.value().count(), 25'000'500'000);
    QCOMPARE(file->limits.size(), std::size_t{3});
    const auto& engine = file->engines.at(0);
    QCOMPARE(engine.strategy, "ma-cross");
    QCOMPARE(engine.market, "ETH-PERP");
    QCOMPARE(engine.timeframe.value(), core::minutes(15));
    const std::vector<std::pair<std::string, std::string>> parameters{
        {"fast", "5"}, {"kind", "ema"}, {"short", "off"}};
    QVERIFY(engine.parameters == parameters);
}

void SessionFileTest::whatIsNotSaidIsNotSet()
{
    const auto file = parseSessionFile("{}", u"s.json"_s);
    QVERIFY(file.has_value());
    QVERIFY(!file->speed && !file->runFor && !file->seed && !file->balance);
    QVERIFY(file->limits.empty() && file->engines.empty());
}

void SessionFileTest::enginesBecomeTheSession()
{
    session::PracticeRequest request;
    request.engines = parseSessionFile(R"({"engines": [
        {"strategy": "ma-cross", "market": "xau", "parameters": {"fast": 5}},
        {"strategy": "momentum", "market": "ETH", "timeframe": "15m"},
        {"strategy": "ma-cross", "market": "ETH"}]})",
                                       u"s.json"_s)
                          .value()
                          .engines;
    const auto setup = session::practiceSession(request);
    QVERIFY2(setup.has_value(), setup ? "" : setup.error().c_str());
    const core::CoreSetup& core = setup->core;
    QCOMPARE(core.instruments.size(), std::size_t{2});
    QCOMPARE(core.instruments[0].symbol(), "XAU-PERP");
    QCOMPARE(core.engines.size(), std::size_t{3});
    QVERIFY(core.engines[0].parameters.find("fast=5") != std::string::npos);
    QCOMPARE(core.engines[1].timeframe, core::minutes(15));
    QCOMPARE(core.engines[2].instrument, core.engines[1].instrument);
}

void SessionFileTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& json, const QString& says) {
        QTest::newRow(name) << json << says;
    };
    const auto engine = [&row](const char* name, const QByteArray& inner, const QString& says) {
        row(name, "{\"engines\":[{" + inner + "}]}", says);
    };
    row("no JSON", "{\n\"speed\": }", u"s.json: line 2: "_s);
    row("no object", "[]", u"s.json: must be a JSON object"_s);
    row("key", R"({"sped": 1})",
        u"s.json: sped: is not a key of a session file; did you mean "
        "'speed'?"_s);
    row("venue", R"({"venue": "lighter"})", u"venue: must be \"practice\""_s);
    row("speed", R"({"speed": 5})", u"speed: must be 1, 10, 60 or \"max\""_s);
    row("for", R"({"for": "6x"})", u"for: '6x'"_s);
    row("for no text", R"({"for": 6})", u"for: "_s);
    row("seed", R"({"seed": 1.5})", u"seed: must be a whole number"_s);
    row("seed below", R"({"seed": -1})", u"seed: must be a whole number"_s);
    row("balance", R"({"balance": 0})", u"balance: must be"_s);
    row("balance list", R"({"balance": [1]})", u"balance: must be"_s);
    row("limits", R"({"limits": []})", u"limits: must be an object"_s);
    row("limit key", R"({"limits": {"daily_los": 0.02}})",
        u"limits.daily_los: there is no risk key 'daily_los'; did you mean 'daily_loss'?"_s);
    row("limit range", R"({"limits": {"daily_loss": 2}})", u"limits.daily_loss: daily_loss is 2"_s);
    row("limit kind", R"({"limits": {"daily_loss": {}}})", u"limits.daily_loss: must be"_s);
    row("no engines", R"({"engines": []})", u"engines: must be a list of 1 to 32"_s);
    row("engines no list", R"({"engines": {}})", u"engines: must be a list"_s);
    row("engine no object", R"({"engines": [1]})", u"engines[0]: must be an object"_s);
    engine("engine key", R"("strategy":"momentum","markt":"ETH")",
           u"engines[0].markt: is not a key of a session file; did you mean 'market'?"_s);
    engine("no strategy", R"("market":"ETH")", u"engines[0].strategy: is missing"_s);
    engine("strategy", R"("strategy":"momentun","market":"ETH")",
           u"engines[0].strategy: there is no strategy 'momentun'; did you mean 'momentum'?"_s);
    engine("no market", R"("strategy":"momentum")", u"engines[0].market: is missing"_s);
    engine("market", R"("strategy":"momentum","market":"ETX")",
           u"engines[0].market: there is no market 'ETX'; did you mean 'ETH'?"_s);
    engine("timeframe", R"("strategy":"momentum","market":"ETH","timeframe":"5x")",
           u"engines[0].timeframe: '5x'"_s);
    engine("seconds", R"("strategy":"momentum","market":"ETH","timeframe":"90s")",
           u"engines[0].timeframe: must be whole minutes"_s);
    engine("parameter", R"("strategy":"ma-cross","market":"ETH","parameters":{"fst":5})",
           u"engines[0].parameters.fst: there is no parameter 'fst'; did you mean 'fast'?"_s);
    engine("parameter range", R"("strategy":"ma-cross","market":"ETH","parameters":{"fast":-5})",
           u"engines[0].parameters.fast: fast is -5"_s);
    engine("parameters", R"("strategy":"ma-cross","market":"ETH","parameters":[])",
           u"engines[0].parameters: must be an object"_s);
}

void SessionFileTest::namesWhatIsWrong()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, says);
    const auto file = parseSessionFile(json, u"s.json"_s);
    QVERIFY(!file);
    const QString sentence = QString::fromStdString(file.error().text());
    QVERIFY2(sentence.startsWith(u"s.json: "_s) && sentence.contains(says), qPrintable(sentence));
}

void SessionFileTest::namesTheFileThatCannotBeRead()
{
    const QTemporaryDir folder;
    const auto missing = session::readSessionFile(folder.filePath(u"no.json"_s));
    QVERIFY(!missing
            && missing.error().text().find("no.json: cannot be read") != std::string::npos);
    const auto aFolder = session::readSessionFile(folder.path());
    QVERIFY(!aFolder && aFolder.error().text().find("cannot be read") != std::string::npos);
    QFile large{folder.filePath(u"large.json"_s)};
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(2'000'000));
    const auto tooLarge = session::readSessionFile(large.fileName());
    QVERIFY(!tooLarge && tooLarge.error().text().find("too large") != std::string::npos);
}

void SessionFileTest::anyBytesGiveASessionOrASentence()
{
    const bool held = rc::check("a file with one byte changed", [] {
        std::string json = R"({"speed":"max","for":"6h","balance":5,"limits":{"daily_loss":0.02},)"
                           R"("engines":[{"strategy":"ma-cross","market":"ETH",)"
                           R"("parameters":{"fast":5}}]})";
        json[*rc::gen::inRange<std::size_t>(0, json.size())] = *rc::gen::arbitrary<char>();
        const auto file = parseSessionFile(QByteArray::fromStdString(json), u"s.json"_s);
        if (!file) {
            RC_ASSERT(file.error().text().starts_with("s.json: "));
            return;
        }
        session::PracticeRequest request;
        request.engines = file->engines;
        RC_ASSERT(session::practiceSession(request).has_value());
        RC_ASSERT(session::applyRisk(request.limits, file->limits).has_value());
    });
    QVERIFY(held);
}

WICK_TEST(SessionFileTest)
#include "tst_sessionfile.moc"
