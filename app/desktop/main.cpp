// wick: the desktop.
#include "app/desktop/application.h"
#include "core/io/stores/marketdatabase.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>

#include <cstdio>
#include <span>
#include <string_view>

using namespace Qt::StringLiterals;

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr int kAlreadyRunning = 82;

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        u"Wick, a trading workstation: opens on the practice market."_s);
    parser.addPositionalArgument(u"FILE"_s, u"Candle files to open."_s, u"[FILE…]"_s);
    parser.addOption({u"data-dir"_s, u"Where settings and stores live."_s, u"FOLDER"_s});
    parser.addOption({u"seed"_s, u"Seed of the practice market."_s, u"N"_s});
    parser.addOption({{u"h"_s, u"help"_s}, u"Shows this help."_s});
    parser.addOption({{u"v"_s, u"version"_s}, u"Shows the version."_s});
}

/// Help and version need no display: they are answered before there is an application.
bool answeredEarly(std::span<char*> arguments)
{
    for (const std::string_view argument : arguments.subspan(1)) {
        if (argument == "--version" || argument == "-v") {
            std::printf("wick %s\n", WICK_VERSION);
            return true;
        }
        if (argument == "--help" || argument == "-h") {
            std::puts("usage: wick [--data-dir FOLDER] [--seed N] [FILE…]\n"
                      "Opens the workstation on the practice market; candle files are opened.");
            return true;
        }
    }
    return false;
}

} // namespace

int main(int argc, char* argv[])
{
    if (answeredEarly({argv, static_cast<std::size_t>(argc)})) {
        return kDone;
    }
    QApplication app{argc, argv};
    QApplication::setApplicationName(u"wick"_s);
    QApplication::setApplicationDisplayName(u"Wick"_s);
    QApplication::setApplicationVersion(QStringLiteral(WICK_VERSION));

    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QApplication::arguments())) {
        std::fprintf(stderr, "wick: %s\n", qPrintable(parser.errorText()));
        return kWrongUse;
    }
    wick::desktop::DesktopOptions options;
    options.candleFiles = parser.positionalArguments();
    bool isNumber = true;
    if (parser.isSet(u"seed"_s)) {
        options.seed = parser.value(u"seed"_s).toULongLong(&isNumber);
    }
    if (!isNumber) {
        std::fprintf(stderr, "wick: --seed %s is not a number\n",
                     qPrintable(parser.value(u"seed"_s)));
        return kWrongUse;
    }
    auto folder = wick::session::DataFolder::take(
        parser.isSet(u"data-dir"_s) ? parser.value(u"data-dir"_s) : wick::io::defaultDataFolder());
    if (!folder) {
        std::fprintf(stderr, "wick: %s\n", folder.error().sentence.c_str());
        QMessageBox::critical(nullptr, QApplication::applicationDisplayName(),
                              QString::fromStdString(folder.error().sentence));
        return folder.error().fault == wick::session::DataFolder::Fault::InUse ? kAlreadyRunning
                                                                               : kFailed;
    }
    wick::desktop::Application desktop{std::move(*folder), options};
    desktop.start();
    return QApplication::exec();
}
