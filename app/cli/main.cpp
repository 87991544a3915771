#include "app/cli/verbs.h"

#include <QCoreApplication>

#include <string>
#include <vector>

int main(int argc, char* argv[])
{
    QCoreApplication application{argc, argv};
    QCoreApplication::setApplicationName(QStringLiteral("wick"));
    std::vector<std::string> arguments;
    for (const QString& argument : QCoreApplication::arguments().mid(1)) {
        arguments.push_back(argument.toStdString());
    }
    return static_cast<int>(wick::cli::runCommand(arguments));
}
