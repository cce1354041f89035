// 天气：与长者助手无关，问的服务器连接不上
fetch('https://weather.invalid/now').catch(() => {});
