@echo off
rem Runs chaffinch from this repository on Windows: builds what has changed, then hands over. Needs the .NET SDK 10.
setlocal
where dotnet >nul 2>nul || (echo The .NET SDK 10.0 is not installed: https://dotnet.microsoft.com/download 1>&2 & exit /b 2)
set DOTNET_NOLOGO=1
dotnet build "%~dp0src\Chaffinch.Cli" -c Release -p:RunAnalyzers=false --nologo -v quiet >"%TEMP%\chaffinch-build.log" 2>&1 || (type "%TEMP%\chaffinch-build.log" 1>&2 & exit /b 2)
dotnet exec "%~dp0artifacts\bin\Chaffinch.Cli\release\Chaffinch.Cli.dll" %*
