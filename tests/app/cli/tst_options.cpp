#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "tests/support/testregistry.h"

using namespace wick::cli;

namespace {

OptionParser parser()
{
    return {"data import FILE… --market NAME",
            {{"--market", "NAME", "the market of the candles"},
             {"--set", "P=V", "a parameter", Occurrence::Repeatable},
             {"--dry-run", "", "change nothing"}}};
}

wick::core::Result<Options, UsageError> parse(const std::vector<std::string>& arguments)
{
    return parser().parse(arguments);
}

ExitCode neverRun(std::span<const std::string> /*arguments*/)
{
    return ExitCode::RiskHalt;
}
ExitCode countArguments(std::span<const std::string> arguments)
{
    return arguments.size() == 2 ? ExitCode::Done : ExitCode::Failed;
}
const std::vector<Verb> kVerbs{{"data", "candles", countArguments}, {"run", "trade", neverRun}};

} // namespace

class OptionsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsValuesFlagsAndFiles();
    void collectsWhatMayRepeat();
    void takesWhatOnlyLooksLikeAnOption();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void helpNamesEveryOption();
    void runsTheVerbWithItsArguments();
    void wrongUseOfTheProgramIsExitCodeTwo();
};

void OptionsTest::readsValuesFlagsAndFiles()
{
    const auto options = parse({"a.csv", "--market", "ETH", "--dry-run", "b.csv"});
    QVERIFY(options.has_value());
    QCOMPARE(options->value("--market").value(), std::string{"ETH"});
    QVERIFY(options->has("--dry-run"));
    QVERIFY(!options->has("--set"));
    QCOMPARE(options->valueOr("--set", "none"), std::string{"none"});
    QCOMPARE(options->positional(), (std::vector<std::string>{"a.csv", "b.csv"}));
    QCOMPARE(parse({"--market=A=B"})->value("--market").value(), std::string{"A=B"});
}

void OptionsTest::collectsWhatMayRepeat()
{
    const auto options = parse({"--set", "a=1", "--set=b=2"});
    QCOMPARE(options->values("--set"), (std::vector<std::string>{"a=1", "b=2"}));
    QVERIFY(options->values("--market").empty());
}

void OptionsTest::takesWhatOnlyLooksLikeAnOption()
{
    QCOMPARE(parse({"-", "-5", "-.5", "--", "--market"})->positional(),
             (std::vector<std::string>{"-", "-5", "-.5", "--market"}));
    QCOMPARE(parse({"--market", "-03:00"})->value("--market").value(), std::string{"-03:00"});
}

void OptionsTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QStringList& arguments, const char* sentence) {
        QTest::newRow(name) << arguments << QString::fromUtf8(sentence);
    };
    row("unknown, another is near", {QStringLiteral("--markte"), QStringLiteral("ETH")},
        "there is no option '--markte'; did you mean '--market'?");
    row("unknown, none is near", {QStringLiteral("--colour")}, "there is no option '--colour'");
    row("value missing", {QStringLiteral("--market")}, "--market needs a value: NAME");
    row("value not wanted", {QStringLiteral("--dry-run=yes")}, "--dry-run takes no value");
    row("given twice", {QStringLiteral("--market=A"), QStringLiteral("--market=B")},
        "--market is given twice");
}

void OptionsTest::saysWhatIsWrong()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, sentence);
    std::vector<std::string> plain;
    for (const QString& argument : arguments) {
        plain.push_back(argument.toStdString());
    }
    const auto options = parse(plain);
    QVERIFY(!options.has_value());
    QCOMPARE(QString::fromStdString(options.error().sentence), sentence);
}

void OptionsTest::helpNamesEveryOption()
{
    const QString help = QString::fromStdString(parser().help());
    for (const char* const name : {"--market NAME", "--set P=V", "--dry-run", "--help"}) {
        QVERIFY2(help.contains(QString::fromLatin1(name)), name);
    }
}

void OptionsTest::runsTheVerbWithItsArguments()
{
    const std::vector<std::string> line{"data", "list", "--all"};
    QCOMPARE(static_cast<int>(runCommand(line, kVerbs)), 0);
}

void OptionsTest::wrongUseOfTheProgramIsExitCodeTwo()
{
    QCOMPARE(static_cast<int>(runCommand(std::vector<std::string>{}, kVerbs)), 2);
    QCOMPARE(static_cast<int>(runCommand(std::vector<std::string>{"dat"}, kVerbs)), 2);
    QCOMPARE(static_cast<int>(runCommand(std::vector<std::string>{"--version"}, kVerbs)), 0);
    QCOMPARE(static_cast<int>(runCommand(std::vector<std::string>{"--help"}, kVerbs)), 0);
}

WICK_TEST(OptionsTest)
#include "tst_options.moc"
