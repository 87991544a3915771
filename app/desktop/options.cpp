#include "app/desktop/options.h"

#include "app/session/session.h"
#include "core/base/decimal.h"
#include "core/base/nearestname.h"
#include "core/market/timeframe.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Options)
};

/// One option: what the parser and the help say of it.
struct Option
{
    QString name;
    QString value;   ///< how the help names its value; empty for one that stands alone
    QString help;    ///< one line
    QString belongs; ///< to this option, without which it is refused; may be empty
};

const std::vector<Option>& knownOptions()
{
    static const std::vector<Option> options{
        {u"data-dir"_s, u"FOLDER"_s, u"where settings, journal and candles are kept"_s, {}},
        {u"seed"_s, u"N"_s, u"seed of the practice market"_s, {}},
        {u"balance"_s, u"USDC"_s, u"what a new paper account begins with (default 100000)"_s, {}},
        {u"new-account"_s, {}, u"begin a new paper account, do not go on with the last"_s, {}},
        {u"headless"_s, {}, u"no window: simulate, write a report, end"_s, {}},
        {u"report"_s, u"FOLDER"_s, u"where the report goes (default ./wick-report)"_s,
         u"headless"_s},
        {u"for"_s, u"TIME"_s, u"market time to simulate: 30m, 6h, 1d (default 1d)"_s,
         u"headless"_s},
        {u"screenshot"_s, u"FILE"_s, u"write a PNG of the window at work, end"_s, {}},
        {u"theme"_s, u"NAME"_s, u"dark or light (default dark)"_s, u"screenshot"_s},
        {u"workspace"_s, u"NAME"_s, u"monitor, backtest or risk (default monitor)"_s,
         u"screenshot"_s},
        {u"page"_s, u"NAME"_s,
         u"inspector, charts; backtest: replay, decision, charts; risk: leverage, size, stress, evaluation (default none)"_s,
         u"screenshot"_s},
        {u"size"_s, u"WxH"_s, u"of the window (default 1920x1080)"_s, u"screenshot"_s},
        {u"speed"_s, u"N"_s, u"1, 10, 60 or max: market seconds a second (default max)"_s,
         u"screenshot"_s},
        {u"help"_s, {}, u"say how to call the program, end"_s, {}},
        {u"version"_s, {}, u"say which version it is, end"_s, {}},
    };
    return options;
}

/// Without the options of Qt itself and their values: the application takes those.
QStringList withoutQtOptions(const QStringList& arguments)
{
    static const QStringList withValue{
        u"platform"_s,        u"platformpluginpath"_s, u"platformtheme"_s, u"plugin"_s,
        u"style"_s,           u"stylesheet"_s,         u"display"_s,       u"geometry"_s,
        u"qwindowgeometry"_s, u"qwindowtitle"_s,       u"qwindowicon"_s};
    QStringList kept;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (argument == u"--"_s) {
            return kept + arguments.mid(i);
        }
        const bool oneDash = argument.startsWith(u'-') && !argument.startsWith(u"--"_s);
        if (oneDash && withValue.contains(argument.mid(1))) {
            ++i;
        } else if (argument != u"-reverse"_s) {
            kept.append(argument);
        }
    }
    return kept;
}

QString unknownOption(const QString& name)
{
    std::vector<std::string> known;
    for (const Option& option : knownOptions()) {
        known.push_back(option.name.toStdString());
    }
    const QString nearest = QString::fromStdString(core::nearestName(name.toStdString(), known));
    const QString words = Words::tr("there is no option --%1").arg(name);
    return nearest.isEmpty() ? words : words + Words::tr("; did you mean --%1?").arg(nearest);
}

core::Failure<QString> wrongValue(const QString& name, const QString& value, const QString& wanted)
{
    return core::Failure{Words::tr("--%1 %2: %3").arg(name, value, wanted)};
}

/// The value of one of a few names; the error says them all.
template <typename Value, std::size_t Count>
core::Result<Value, QString> oneOf(const QCommandLineParser& parser,
                                   const QString& option,
                                   const std::array<std::pair<QLatin1String, Value>, Count>& names,
                                   Value otherwise)
{
    if (!parser.isSet(option)) {
        return otherwise;
    }
    const QString given = parser.value(option);
    QStringList all;
    for (const auto& [name, value] : names) {
        if (given == name) {
            return value;
        }
        all.append(name);
    }
    return wrongValue(option, given, Words::tr("it is one of %1").arg(all.join(u", "_s)));
}

core::Result<std::uint64_t, QString> seedOf(const QCommandLineParser& parser)
{
    if (!parser.isSet(u"seed"_s)) {
        return std::uint64_t{0};
    }
    bool isNumber = false;
    const qulonglong seed = parser.value(u"seed"_s).toULongLong(&isNumber);
    if (!isNumber) {
        return wrongValue(u"seed"_s, parser.value(u"seed"_s), Words::tr("it is a whole number"));
    }
    return std::uint64_t{seed};
}

core::Result<core::Money, QString> balanceOf(const QCommandLineParser& parser)
{
    if (!parser.isSet(u"balance"_s)) {
        return session::PracticeRequest{}.balance;
    }
    const QString given = parser.value(u"balance"_s);
    const auto amount = core::parseScaled(given.toStdString(), 6);
    if (!amount || *amount <= 0) {
        return wrongValue(u"balance"_s, given, Words::tr("it is an amount above zero"));
    }
    return core::Money{*amount};
}

core::Result<HeadlessOptions, QString> headlessOf(const QCommandLineParser& parser)
{
    HeadlessOptions options;
    options.reportFolder = parser.isSet(u"report"_s) ? parser.value(u"report"_s) : u"wick-report"_s;
    if (options.reportFolder.isEmpty()) {
        return core::Failure{Words::tr("--report names no folder")};
    }
    if (parser.isSet(u"for"_s)) {
        const std::string text = parser.value(u"for"_s).toStdString();
        const auto time = core::parseSpan(text);
        if (!time) {
            const std::string_view why = core::describe(time.error());
            return wrongValue(u"for"_s, parser.value(u"for"_s),
                              QString::fromUtf8(why.data(), static_cast<qsizetype>(why.size())));
        }
        options.runFor = *time;
    }
    return options;
}

core::Result<QSize, QString> sizeOf(const QCommandLineParser& parser, QSize otherwise)
{
    if (!parser.isSet(u"size"_s)) {
        return otherwise;
    }
    constexpr int kMost = 8192;
    static const QRegularExpression form{u"^(\\d{1,5})x(\\d{1,5})$"_s};
    const QString given = parser.value(u"size"_s);
    const auto match = form.match(given);
    const QSize size{match.captured(1).toInt(), match.captured(2).toInt()};
    if (!match.hasMatch() || size.isEmpty() || size.width() > kMost || size.height() > kMost) {
        return wrongValue(u"size"_s, given, Words::tr("it is WIDTHxHEIGHT, like 1280x800"));
    }
    return size;
}

core::Result<ScreenshotOptions, QString> screenshotOf(const QCommandLineParser& parser)
{
    using Named = QLatin1String;
    ScreenshotOptions options;
    options.file = parser.value(u"screenshot"_s);
    const auto scheme = oneOf<Scheme, 2>(
        parser, u"theme"_s, {{{Named{"dark"}, Scheme::Dark}, {Named{"light"}, Scheme::Light}}},
        options.scheme);
    const auto workspace = oneOf<Workspace, 3>(parser, u"workspace"_s,
                                               {{{Named{"monitor"}, Workspace::Monitor},
                                                 {Named{"backtest"}, Workspace::BacktestReview},
                                                 {Named{"risk"}, Workspace::Risk}}},
                                               options.workspace);
    const auto speed = oneOf<session::Speed, 4>(parser, u"speed"_s,
                                                {{{Named{"1"}, session::Speed::Real},
                                                  {Named{"10"}, session::Speed::Ten},
                                                  {Named{"60"}, session::Speed::Sixty},
                                                  {Named{"max"}, session::Speed::Max}}},
                                                options.speed);
    const auto page =
        oneOf<ScreenshotPage, 9>(parser, u"page"_s,
                                 {{{Named{"none"}, ScreenshotPage::None},
                                   {Named{"inspector"}, ScreenshotPage::Inspector},
                                   {Named{"replay"}, ScreenshotPage::Replay},
                                   {Named{"decision"}, ScreenshotPage::Decision},
                                   {Named{"charts"}, ScreenshotPage::Charts},
                                   {Named{"leverage"}, ScreenshotPage::Leverage},
                                   {Named{"size"}, ScreenshotPage::Size},
                                   {Named{"stress"}, ScreenshotPage::Stress},
                                   {Named{"evaluation"}, ScreenshotPage::Evaluation}}},
                                 options.page);
    const auto size = sizeOf(parser, options.size);
    for (const QString& problem :
         {scheme ? QString{} : scheme.error(), workspace ? QString{} : workspace.error(),
          page ? QString{} : page.error(), speed ? QString{} : speed.error(),
          size ? QString{} : size.error()})
    {
        if (!problem.isEmpty()) {
            return core::Failure{problem};
        }
    }
    options.scheme = *scheme;
    options.workspace = *workspace;
    options.page = *page;
    options.speed = *speed;
    options.size = *size;
    return options;
}

/// What is wrong with the options as a whole; empty when nothing is.
QString problemWith(const QCommandLineParser& parser, bool understood)
{
    if (const QStringList unknown = parser.unknownOptionNames(); !unknown.isEmpty()) {
        return unknownOption(unknown.front());
    }
    if (!understood) {
        QString words = parser.errorText();
        words[0] = words[0].toLower();
        return words.endsWith(u'.') ? words.chopped(1) : words;
    }
    for (const Option& option : knownOptions()) {
        if (!option.belongs.isEmpty() && parser.isSet(option.name) && !parser.isSet(option.belongs))
        {
            return Words::tr("--%1 belongs to --%2, which is not there")
                .arg(option.name, option.belongs);
        }
    }
    if (parser.isSet(u"headless"_s) && parser.isSet(u"screenshot"_s)) {
        return Words::tr("--headless and --screenshot do not go together");
    }
    return {};
}

} // namespace

core::Result<CommandLine, QString> parseCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    for (const Option& option : knownOptions()) {
        QStringList names{option.name};
        if (option.name == u"help"_s || option.name == u"version"_s) {
            names.append(option.name.left(1));
        }
        parser.addOption({names, option.help, option.value});
    }
    const bool understood = parser.parse(QStringList{u"wick"_s} + withoutQtOptions(arguments));
    CommandLine line;
    if (parser.isSet(u"help"_s) || parser.isSet(u"version"_s)) {
        line.startAs = parser.isSet(u"help"_s) ? StartAs::Help : StartAs::Version;
        return line;
    }
    if (const QString problem = problemWith(parser, understood); !problem.isEmpty()) {
        return core::Failure{problem};
    }
    const auto seed = seedOf(parser);
    const auto balance = balanceOf(parser);
    auto headless = headlessOf(parser);
    auto screenshot = screenshotOf(parser);
    for (const QString& problem :
         {seed ? QString{} : seed.error(), balance ? QString{} : balance.error(),
          headless ? QString{} : headless.error(), screenshot ? QString{} : screenshot.error()})
    {
        if (!problem.isEmpty()) {
            return core::Failure{problem};
        }
    }
    line.startAs = parser.isSet(u"headless"_s)     ? StartAs::Headless
                   : parser.isSet(u"screenshot"_s) ? StartAs::Screenshot
                                                   : StartAs::Window;
    line.candleFiles = parser.positionalArguments();
    line.dataFolder = parser.value(u"data-dir"_s);
    line.seed = *seed;
    line.balance = *balance;
    line.newAccount = parser.isSet(u"new-account"_s);
    line.headless = std::move(*headless);
    line.headless.seed = line.seed;
    line.headless.balance = line.balance;
    line.headless.candleFiles = line.candleFiles;
    line.screenshot = std::move(*screenshot);
    line.screenshot.seed = line.seed;
    line.screenshot.balance = line.balance;
    line.screenshot.candleFiles = line.candleFiles;
    return line;
}

QString commandLineHelp()
{
    constexpr int kColumn = 22;
    QString help = u"usage: wick [--data-dir FOLDER] [--seed N] [--balance USDC] [FILE…]\n"
                   "       wick --headless [--report FOLDER] [--for TIME] [--seed N] [FILE…]\n"
                   "       wick --screenshot FILE [--theme NAME] [--workspace NAME] [--size WxH] "
                   "[FILE…]\n\n"
                   "Opens the workstation with three engines on the practice market, which is "
                   "synthetic.\n"
                   "Candle files are opened for a backtest; without a window each is backtested."
                   "\n\n"_s;
    for (const Option& option : knownOptions()) {
        const QString left = u"  --%1 %2"_s.arg(option.name, option.value);
        help += left.leftJustified(kColumn) + u"  "_s + option.help + u'\n';
    }
    return help;
}

} // namespace wick::desktop
